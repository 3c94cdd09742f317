import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { attention } from '../../../src/core/models/graph/attention';
import { capacityWaste, experts, expertsReached } from '../../../src/core/models/graph/experts';
import { latentAttention } from '../../../src/core/models/graph/latent-attention';
import { linear } from '../../../src/core/models/graph/linear';
import { lower } from '../../../src/core/models/graph/lower';
import { group, leaf, parametersOf, primitivesOf } from '../../../src/core/models/graph/node';
import type { OperatorDraft, Pass, Primitive } from '../../../src/core/models/graph/primitive';
import { scan } from '../../../src/core/models/graph/scan';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload, stateBytes } from '../../../src/core/models/workload';

const pass = (sequences: number, query: number, context: number, more: Partial<Pass> = {}): Pass => ({
  sequences,
  query,
  context,
  phase: 'prefill',
  formats: { weight: 'bf16', activation: 'bf16', kv: 'bf16' },
  streams: {},
  ...more,
});

const only = (primitive: Primitive, at: Pass): OperatorDraft => {
  const [operator, ...others] = primitive.operators(at);
  assert.ok(operator !== undefined && others.length === 0);
  return operator;
};

test('a product of 3 × 4 by 4 × 5 is 120 operations, and moves its three matrices', () => {
  const { flops, bytes } = only(linear({ in: 4, out: 5 }), pass(1, 3, 3));
  assert.equal(flops, 2 * 3 * 4 * 5);
  assert.deepEqual(bytes, { weights: 40, read: 24, written: 30, kvRead: 0, kvWritten: 0 });
});

test('a tied head stores nothing, but reads its matrix; in prefill it writes the last position', () => {
  const head = linear({ in: 4, out: 100, tied: true, lastPositionOnly: true });
  assert.equal(head.parameters, 0);
  const { bytes, flops } = only(head, pass(2, 8, 8));
  assert.equal(bytes?.weights, 800);
  assert.equal(bytes.written, 2 * 100 * 2);
  assert.equal(flops, 2 * 16 * 4 * 100);
  assert.equal(only(head, pass(2, 8, 8, { phase: 'forward' })).bytes?.written, 16 * 100 * 2);
});

const ATTENTION = { heads: 8, kvHeads: 2, headDim: 16, causal: true, cached: true };

test('attention is 4·q·s·d per head, and reads the cache of the key-value heads alone', () => {
  const { flops, bytes } = only(attention(ATTENTION), pass(3, 1, 100));
  assert.equal(flops, 3 * 4 * 1 * 100 * 16 * 8);
  assert.equal(bytes?.kvRead, 3 * 100 * 2 * 2 * 16 * 2);
  assert.equal(bytes.kvWritten, 3 * 2 * 2 * 16 * 2);
});

test('through a window one position sees the window, a long pass is counted in full', () => {
  const windowed = attention({ ...ATTENTION, window: 10 });
  const one = only(windowed, pass(1, 1, 100));
  assert.equal(one.flops, 4 * 10 * 16 * 8);
  const many = only(windowed, pass(1, 100, 100));
  assert.equal(many.flops, 4 * 100 * 100 * 16 * 8);
  assert.equal(many.shape?.kind === 'attention' ? many.shape.context : undefined, 10);
});

test('latent attention works on the latent for one position, on its expansion for many', () => {
  const latent = latentAttention({ heads: 4, rank: 512, rope: 64, nope: 128, valueDim: 128 });
  assert.equal(only(latent, pass(1, 1, 2048)).flops, 2 * 2048 * 4 * (512 + 64 + 512));
  assert.equal(only(latent, pass(1, 2048, 2048)).flops, 2 * 2048 * 2048 * 4 * (128 + 64 + 128));
  assert.equal(only(latent, pass(1, 1, 2048)).bytes?.kvRead, 2048 * 576 * 2);
});

test('one token reaches its k experts, many tokens reach all', () => {
  assert.equal(expertsReached(128, 8, 1), 8);
  assert.ok(Math.abs(expertsReached(128, 8, 10_000) - 128) < 1e-9);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 512 }), fc.integer({ min: 1, max: 100_000 }), (count, tokens) => {
      const perToken = Math.ceil(count / 4);
      const reached = expertsReached(count, perToken, tokens);
      return reached >= perToken - 1e-9 && reached <= count + 1e-9;
    }),
  );
});

test('experts compute k rows per token, and read the weights of those reached', () => {
  const grouped = experts({ in: 4, out: 6, experts: 16, perToken: 2 });
  assert.equal(grouped.parameters, 16 * 24);
  assert.equal(grouped.activeParameters, 2 * 24);
  const { flops, bytes, shape } = only(grouped, pass(1, 1, 1));
  assert.equal(flops, 2 * 2 * 24);
  assert.equal(bytes?.weights, 2 * 24 * 2);
  assert.deepEqual(shape, { kind: 'matmul', m: 1, n: 6, k: 4, groups: 2 });
});

test('static gating computes E·C/k rows per row needed (arXiv:2303.06182: 512 experts, C = 0.05, k = 2)', () => {
  assert.equal(capacityWaste(512, 2, 0.05), 12.8);
  const grouped = experts({ in: 4, out: 6, experts: 16, perToken: 2 });
  const at = pass(1, 10, 10);
  const plain = only(grouped, at).flops ?? 0;
  assert.equal(only(grouped, { ...at, expertCapacity: 0.25 }).flops, plain * 2);
});

test('a scan keeps a state of one size whatever the context', () => {
  const state = scan({
    stateElements: 100,
    convolutionElements: 8,
    flopsPerPosition: 900,
    reads: 10,
    writes: 5,
    parameters: 7,
  });
  const tree = leaf('scan', state);
  assert.equal(stateBytes(tree, 10, 'bf16'), 216);
  assert.equal(stateBytes(tree, 10_000, 'bf16'), 216);
  assert.equal(only(state, pass(2, 3, 3)).flops, 6 * 900);
});

test('repeated modules count as often as they stand', () => {
  const tree = group('', [
    group('layers', [leaf('a', linear({ in: 2, out: 3 }))], 5),
    leaf('b', linear({ in: 1, out: 1 })),
  ]);
  assert.equal(parametersOf(tree), 5 * 6 + 1);
  assert.deepEqual(
    primitivesOf(tree).map(({ path, count }) => [path, count]),
    [
      ['layers.*.a', 5],
      ['b', 1],
    ],
  );
  const operators = lower(tree, pass(1, 1, 1));
  assert.equal(
    operators.reduce((sum, { parameters = 0 }) => sum + parameters, 0),
    parametersOf(tree),
  );
});

const config = (layers: number, heads: number, window: number | undefined) =>
  readModel(
    JSON.stringify({
      model_type: 'mistral',
      vocab_size: 64,
      hidden_size: 16 * heads,
      intermediate_size: 32,
      num_key_value_heads: heads,
      num_hidden_layers: layers,
      num_attention_heads: heads,
      sliding_window: window ?? null,
    }),
    'config.json',
  );

const total = (model: ReturnType<typeof config>, batch: number, input: number): number =>
  buildWorkload(model, { batch, input, output: 2 }).phases.reduce(
    (sum, { operators }) => sum + operators.reduce((inner, { flops = 0 }) => inner + flops, 0),
    0,
  );

test('work grows with layers, batch and prompt, and a batch is that many times one', () => {
  const small = fc.integer({ min: 1, max: 8 });
  fc.assert(
    fc.property(small, small, small, small, (layers, heads, batch, input) => {
      const model = config(layers, heads, undefined);
      assert.equal(total(model, batch, input), batch * total(model, 1, input));
      assert.ok(total(config(layers + 1, heads, undefined), batch, input) > total(model, batch, input));
      assert.ok(total(model, batch, input + 1) > total(model, batch, input));
    }),
    { numRuns: 30 },
  );
});

test('a cache grows with the context up to the window', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 200 }), (window, context) => {
      const { root } = config(2, 2, window);
      assert.equal(stateBytes(root, context, 'bf16'), 2 * Math.min(context, window) * 2 * 2 * 16 * 2);
    }),
    { numRuns: 30 },
  );
});
