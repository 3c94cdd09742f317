import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openInput } from '../../../src/core/input/open';
import type { Model } from '../../../src/core/models/model';
import { inspectModel } from '../../../src/core/report/inspect-model';
import { buildWorkload } from '../../../src/core/models/workload';
import { Problem } from '../../../src/core/problem';

const utf8 = (text: string): number[] => [...Buffer.from(text, 'utf8')];

type Value = string | number | readonly string[];

/** Writes numbers in one of the two orders of bytes. */
const writer = (big: boolean) => {
  const u32 = (value: number): number[] => {
    const buffer = Buffer.alloc(4);
    if (big) buffer.writeUInt32BE(value);
    else buffer.writeUInt32LE(value);
    return [...buffer];
  };
  const u64 = (value: number): number[] => {
    const buffer = Buffer.alloc(8);
    if (big) buffer.writeBigUInt64BE(BigInt(value));
    else buffer.writeBigUInt64LE(BigInt(value));
    return [...buffer];
  };
  const text = (value: string): number[] => [...u64(Buffer.byteLength(value)), ...utf8(value)];
  const value = (one: Value): number[] => {
    if (typeof one === 'string') return [...u32(8), ...text(one)];
    if (typeof one === 'number') return [...u32(4), ...u32(one)];
    return [...u32(9), ...u32(8), ...u64(one.length), ...one.flatMap(text)];
  };
  return { u32, u64, text, value };
};

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: number;
}

const gguf = (
  metadata: Readonly<Record<string, Value>>,
  tensors: readonly Tensor[],
  { big = false, version = 3 } = {},
): Uint8Array => {
  const to = writer(big);
  return Uint8Array.from([
    ...utf8('GGUF'),
    ...to.u32(version),
    ...to.u64(tensors.length),
    ...to.u64(Object.keys(metadata).length),
    ...Object.entries(metadata).flatMap(([key, value]) => [...to.text(key), ...to.value(value)]),
    ...tensors.flatMap(({ name, shape, type }) => [
      ...to.text(name),
      ...to.u32(shape.length),
      ...shape.flatMap(to.u64),
      ...to.u32(type),
      ...to.u64(0),
    ]),
  ]);
};

const [F32, Q4_K, Q6_K] = [0, 12, 14];
const H = 256;
const V = 512;
const F = 768;
const KV = 128;

/** A Llama of two layers as `llama-quantize Q4_K_M` writes it: some matrices in six bits. */
const llama = (more: readonly Tensor[] = []): readonly Tensor[] => [
  { name: 'token_embd.weight', shape: [H, V], type: Q4_K },
  { name: 'output_norm.weight', shape: [H], type: F32 },
  { name: 'output.weight', shape: [H, V], type: Q6_K },
  { name: 'rope_freqs.weight', shape: [32], type: F32 },
  ...[0, 1].flatMap((layer) => {
    const weight = (name: string, shape: readonly number[], type: number): Tensor => ({
      name: `blk.${layer}.${name}.weight`,
      shape,
      type,
    });
    return [
      weight('attn_norm', [H], F32),
      weight('attn_q', [H, H], Q4_K),
      weight('attn_k', [H, KV], Q4_K),
      weight('attn_v', [H, KV], layer === 0 ? Q6_K : Q4_K),
      weight('attn_output', [H, H], Q4_K),
      weight('ffn_norm', [H], F32),
      weight('ffn_gate', [H, F], Q4_K),
      weight('ffn_up', [H, F], Q4_K),
      weight('ffn_down', [F, H], layer === 0 ? Q6_K : Q4_K),
    ];
  }),
  ...more,
];

const METADATA: Readonly<Record<string, Value>> = {
  'general.architecture': 'llama',
  'general.name': 'Tiny Llamä',
  'llama.block_count': 2,
  'llama.embedding_length': H,
  'llama.feed_forward_length': F,
  'llama.attention.head_count': 4,
  'llama.attention.head_count_kv': 2,
  'llama.context_length': 2048,
  'tokenizer.ggml.tokens': Array.from({ length: 40_000 }, (_, i) => `token ${i}`),
};

async function* inChunks(bytes: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const open = async (bytes: Uint8Array, size = 1000): Promise<Model> => {
  const opened = await openInput(inChunks(bytes, size), 'folder/tiny.Q4_K_M.gguf');
  assert.equal(opened.kind, 'model');
  return opened.kind === 'model' ? opened.model : assert.fail();
};

const LAYER = 2 * H * H + 2 * H * KV + 3 * H * F;
const SIX_BITS = H * V + H * KV + F * H;
const FOUR_BITS = H * V + 2 * LAYER - H * KV - F * H;
const NORMS = 5 * H;

test('a GGUF file is known by its header: exact parameters, and the bytes of its tensors', async () => {
  const inspection = inspectModel(await open(gguf(METADATA, llama())));
  assert.equal(inspection.name, 'Tiny Llamä');
  assert.equal(inspection.format, 'gguf');
  assert.equal(inspection.parameters.total, 2 * H * V + 2 * LAYER + NORMS);
  assert.equal(inspection.weightBytes, (FOUR_BITS * 144) / 256 + (SIX_BITS * 210) / 256 + NORMS * 4);
  assert.equal(inspection.dtype, 'q4_k');
  assert.equal(inspection.maxContext, 2048);
  assert.equal(inspection.kvBytesPerToken, 2 * 2 * KV * 2);
});

test('a pass reads the stored bytes, and a run may convert them', async () => {
  const model = await open(gguf(METADATA, llama()));
  const run = { batch: 1, input: 8, output: 2 };
  const read = (more: object): number =>
    buildWorkload(model, { ...run, ...more })
      .phases.filter(({ name }) => name === 'decode')
      .flatMap(({ operators }) => operators)
      .filter(({ name, category }) => category === 'linear' && name !== 'lm_head')
      .reduce((sum, { bytes }) => sum + (bytes?.weights ?? 0), 0);
  const matrices = 2 * LAYER;
  const six = H * KV + F * H;
  assert.ok(Math.abs(read({}) - ((matrices - six) * 144 + six * 210) / 256) < 1e-6);
  assert.equal(read({ weightDtype: 'bf16' }), 2 * matrices);
});

test('chunks of any size give the same header', async () => {
  const bytes = gguf(METADATA, llama());
  for (const size of [7, 4096, bytes.length]) {
    assert.equal(inspectModel(await open(bytes, size)).parameters.total, 2 * H * V + 2 * LAYER + NORMS);
  }
});

test('a tied head and a mixture of experts', async () => {
  const tied = llama().filter(({ name }) => name !== 'output.weight');
  assert.equal(inspectModel(await open(gguf(METADATA, tied))).parameters.total, H * V + 2 * LAYER + NORMS);
  const experts = llama().flatMap((tensor): readonly Tensor[] => {
    const [, layer, name] = /^blk\.(\d)\.(ffn_(?:gate|up|down))\.weight$/.exec(tensor.name) ?? [];
    if (name === undefined) return [tensor];
    const router = { name: `blk.${layer}.ffn_gate_inp.weight`, shape: [H, 8], type: F32 };
    const all = { ...tensor, name: `blk.${layer}.${name}_exps.weight`, shape: [...tensor.shape, 8] };
    return name === 'ffn_up' ? [router, all] : [all];
  });
  const mixture = { ...METADATA, 'llama.expert_count': 8, 'llama.expert_used_count': 2 };
  const { parameters, family } = inspectModel(await open(gguf(mixture, experts)));
  assert.equal(family, 'mixtral');
  assert.equal(parameters.total - parameters.active, 2 * 6 * 3 * H * F);
});

test('what cannot be read is told in one sentence', async () => {
  const bytes = gguf(METADATA, llama());
  const says = (broken: Uint8Array, pattern: RegExp): Promise<void> =>
    assert.rejects(open(broken), (error: unknown) => error instanceof Problem && pattern.test(error.message));
  await says(bytes.subarray(0, bytes.length - 20), /ends within its header/);
  await says(bytes.subarray(0, 10), /ends within its header/);
  const version = Uint8Array.from(bytes);
  version[4] = 1;
  await says(version, /GGUF version 1; expected 2 or 3/);
  await says(
    gguf({ ...METADATA, 'general.architecture': 'rwkv7' }, llama()),
    /not known: GGUF architecture "rwkv7"/,
  );
  const extra = { name: 'blk.0.surprise.weight', shape: [H, H], type: Q4_K };
  await says(gguf(METADATA, llama([extra])), /hold \d+ matrix weights, but its metadata describe \d+/);
  await says(gguf(METADATA, llama([{ ...extra, type: 200 }])), /ggml's format 200/);
  const huge = Uint8Array.from(bytes);
  huge.fill(0xff, 8, 16);
  await says(huge, /the number of tensors is/);
});

test('a file of either order of bytes, and of version 2, is read alike', async () => {
  const plain = inspectModel(await open(gguf(METADATA, llama())));
  for (const form of [{ big: true }, { version: 2 }, { big: true, version: 2 }])
    assert.deepEqual(inspectModel(await open(gguf(METADATA, llama(), form))), plain);
  await assert.rejects(open(gguf(METADATA, llama(), { version: 1 })), /GGUF version 1; expected 2 or 3/);
  await assert.rejects(open(gguf(METADATA, llama(), { big: true, version: 4 })), /GGUF version 4/);
});

test('the newest formats of blocks take what llama.cpp’s own writer gives them', async () => {
  // llama.cpp’s Python library writes the matrices of this model in so many bytes, its norms in 32 bits.
  const matrices = 2 * (2 * H * H + 2 * H * KV + 3 * H * F) + 2 * H * V;
  for (const [type, bytes] of [
    [9, 2_298_880],
    [15, 2_098_176],
    [40, 1_037_312],
    [41, 263_168],
  ] as const) {
    const all = llama().map((tensor) => (tensor.shape.length === 1 ? tensor : { ...tensor, type }));
    const { parameters, weightBytes } = inspectModel(await open(gguf(METADATA, all)));
    assert.equal(parameters.total, matrices + NORMS);
    assert.equal(weightBytes, bytes);
  }
});

test('a split model is read whole, whichever of its files is opened', async () => {
  const tensors = llama();
  const split = { 'split.count': 3, 'split.tensors.count': tensors.length };
  const part = (no: number): Uint8Array =>
    gguf(
      { ...(no === 0 ? METADATA : {}), ...split, 'split.no': no },
      tensors.slice(no * 8, no === 2 ? undefined : no * 8 + 8),
    );
  const names = ['m-00001-of-00003.gguf', 'm-00002-of-00003.gguf', 'm-00003-of-00003.gguf'];
  const openBeside = (name: string) => inChunks(part(names.indexOf(name)), 1000);
  const whole = inspectModel(await open(gguf(METADATA, tensors)));
  for (const [no, name] of names.entries()) {
    const opened = await openInput(inChunks(part(no), 1000), `folder/${name}`, { openBeside });
    assert.ok(opened.kind === 'model');
    assert.deepEqual(inspectModel(opened.model), whole);
  }
  const at = (name: string, beside?: typeof openBeside) =>
    openInput(inChunks(part(1), 1000), name, beside === undefined ? {} : { openBeside: beside });
  await assert.rejects(at('renamed.gguf', openBeside), /file 2 of 3 of a split model/);
  await assert.rejects(at('m-00002-of-00003.gguf'), /file 2 of 3 of a split model/);
  await assert.rejects(
    at('m-00002-of-00003.gguf', () => inChunks(Uint8Array.from(utf8('no such thing')), 1000)),
    /m-00001-of-00003\.gguf is no GGUF file/,
  );
  await assert.rejects(
    at('m-00002-of-00003.gguf', () => inChunks(part(0), 1000)),
    /hold 24 tensors; expected 22/,
  );
});
