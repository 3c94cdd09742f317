import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { lower } from '../../../src/core/models/graph/lower';
import type { Pass } from '../../../src/core/models/graph/primitive';
import type { Model } from '../../../src/core/models/model';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload, formatsOf } from '../../../src/core/models/workload';
import type { Operator } from '../../../src/core/workload/workload';
import { sharedPath, skipUnlessShared } from '../../support/shared';

interface Split {
  readonly total_flops: number;
  readonly by_module: Readonly<Record<string, number>>;
}

interface Row {
  readonly config: string;
  readonly kind: string;
  readonly B: number;
  readonly S: number;
  readonly prefill?: Split;
  readonly decode_1tok_after_S?: Split;
  readonly forward?: Split;
  readonly forward_encS_decS?: Split;
}

const TOLERANCE = 1e-3;

/** State-space mixers are traced through slow reference code that counts other work; their projections compare. */
const isScan = (module: string): boolean => /\.(mixer|mamba)$/.test(module);

/** The trace's module names and ours, brought to one spelling. */
const theirs = (module: string): string =>
  module.replace(/\.layer\.N(?=\.\w+Attention|\.Dense)/, '').replace(/\.self$/, '');

const ours = (module: string): string =>
  module
    .replace(/(\.(?:layers|layer|h|block))(?:\.[a-z-]+)?\.\*/, '$1.N')
    .replace(/\.(sdpa|scan|conv1d|delta)$/, '')
    .replace(/(\.experts)\.\w+$/, '$1');

const ourSplit = (operators: readonly Operator[]): ReadonlyMap<string, number> => {
  const split = new Map<string, number>();
  for (const { module, flops } of operators) {
    if (flops === undefined || module === undefined) continue;
    const name = ours(module);
    split.set(name, (split.get(name) ?? 0) + flops);
  }
  return split;
};

const differences = (reference: Split, operators: readonly Operator[]): readonly string[] => {
  const split = ourSplit(operators);
  return Object.entries(reference.by_module).flatMap(([module, expected]) => {
    if (/rotary_emb$/.test(module) || isScan(module)) return [];
    const value = split.get(theirs(module)) ?? 0;
    return Math.abs(value / expected - 1) <= TOLERANCE ? [] : [`${module}: ${value}, expected ${expected}`];
  });
};

const path = sharedPath('reference', 'ops_breakdown.json');
const skip = skipUnlessShared('reference', 'ops_breakdown.json');
const rows = (): readonly Row[] => JSON.parse(readFileSync(path, 'utf8')) as readonly Row[];

const modelOf = ({ config }: Row): Model | undefined =>
  skipUnlessShared('configs', config) === false
    ? readModel(readFileSync(sharedPath('configs', config), 'utf8'), config)
    : undefined;

/** One pass of the whole tree over S positions, the encoder's stream included. */
const wholePass = (model: Model, { B, S }: Row): readonly Operator[] => {
  const shape = { sequences: B, query: S, context: S };
  const pass: Pass = {
    ...shape,
    phase: 'forward',
    formats: formatsOf(model, {}),
    streams: { encoder: shape },
  };
  return lower(model.root, pass);
};

test('each module’s operations agree with a trace of the same pass', { skip }, (context) => {
  const wrong: string[] = [];
  let compared = 0;
  for (const row of rows()) {
    const model = modelOf(row);
    if (model === undefined || row.kind === 'vit' || row.kind === 'clip' || row.kind === 'whisper') continue;
    const report = (what: string, reference: Split | undefined, operators: readonly Operator[]): void => {
      if (reference === undefined) return;
      compared++;
      for (const difference of differences(reference, operators))
        wrong.push(`${row.config} ${what} ${difference}`);
    };
    report('forward', row.forward ?? row.forward_encS_decS, wholePass(model, row));
    if (row.prefill === undefined) continue;
    const { phases } = buildWorkload(model, { batch: row.B, input: row.S, output: 2, context: row.S });
    report('prefill', row.prefill, phases[0]?.operators ?? []);
    // transformers expands the latent of every cached position anew at each step; engines absorb the expansion.
    const latent = /deepseek/.test(row.config);
    if (!latent) report('decode', row.decode_1tok_after_S, phases[1]?.operators ?? []);
  }
  context.diagnostic(`${compared} passes compared`);
  assert.ok(compared > 0);
  assert.deepEqual(wrong, []);
});
