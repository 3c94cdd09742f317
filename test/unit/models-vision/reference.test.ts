import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { timmModel } from '../../../src/core/models/formats/timm/format';
import { lower } from '../../../src/core/models/graph/lower';
import { activeParametersOf, type ModuleNode, parametersOf } from '../../../src/core/models/graph/node';
import { readModel } from '../../../src/core/models/read';
import { formatsOf } from '../../../src/core/models/workload';
import { Problem } from '../../../src/core/problem';
import { sharedPath, skipUnlessShared } from '../../support/shared';
import { flops, flopsByPhase } from './support';

interface Row {
  readonly model: string;
  readonly config_path: string;
  readonly params_exact?: number;
  readonly active_params?: number;
  readonly flops?: Readonly<Record<string, unknown>>;
}

const json = (...path: readonly string[]): unknown => JSON.parse(readFileSync(sharedPath(...path), 'utf8'));
const config = (path: string): string => readFileSync(sharedPath('configs', path), 'utf8');

/** Rows of everything but language models. */
const OURS =
  /^(clip|vit|yolos|whisper|diffusers|qwen2_vl|qwen3_vl|qwen3_5|mllama|llama4|lfm2|deeprecsys|dlrm|madmax)\/|_synth\/(vit|whisper)|kimi-k2\.5|gemma-4|step\//;

const near = (actual: number, expected: number, what: string): void => {
  assert.ok(Math.abs(actual / expected - 1) <= 1e-3, `${what}: ${actual}, expected ${expected}`);
};

const rows = (): readonly Row[] =>
  (json('configs', 'reference.json') as readonly Row[]).filter(({ config_path }) => OURS.test(config_path));

test('weights of every row', { skip: skipUnlessShared('configs', 'reference.json') }, () => {
  let exact = 0;
  for (const row of rows()) {
    if (row.params_exact === undefined) continue;
    const { root } = readModel(config(row.config_path), row.config_path);
    assert.equal(parametersOf(root), row.params_exact, row.model);
    if (row.active_params !== undefined) assert.equal(activeParametersOf(root), row.active_params, row.model);
    exact++;
  }
  assert.ok(exact >= 30, `${exact} rows`);
});

test('work of every row without a caveat', { skip: skipUnlessShared('configs', 'reference.json') }, () => {
  for (const row of rows()) {
    const expected = row.flops;
    if (expected === undefined || 'caveat' in expected) continue;
    const model = readModel(config(row.config_path), row.config_path);
    const { S, prefill, decode_one_token_with_ctx_S: decode } = expected;
    if (typeof S === 'number' && typeof prefill === 'number' && typeof decode === 'number') {
      const phases = flopsByPhase(model, { input: S, output: 2, context: S });
      near(phases.get('prefill') ?? 0, prefill, `${row.model} prefill`);
      near(phases.get('decode') ?? 0, decode, `${row.model} decode`);
      continue;
    }
    const whole =
      expected['one_denoising_step_or_decode'] ?? expected['per_sample'] ?? expected['per_sample_fwd'];
    if (typeof whole !== 'number') continue;
    // The text-to-video autoencoder was traced on a latent of 32 × 32.
    const small = /1x4x32x32/.test(String(expected['input']));
    near(flops(model, small ? { resolution: { height: 256, width: 256 } } : {}), whole, row.model);
  }
});

const partOf = (root: ModuleNode, pattern: RegExp): number =>
  (root.children ?? []).reduce(
    (sum, child) =>
      sum + (pattern.test(child.name) ? parametersOf(child) : child.name === '' ? partOf(child, pattern) : 0),
    0,
  );

test(
  'vision towers of multimodal models',
  { skip: skipUnlessShared('reference', 'multimodal_parts.json') },
  () => {
    const parts = json('reference', 'multimodal_parts.json') as Record<
      string,
      { readonly total: number; readonly parts: Record<string, number> }
    >;
    let seen = 0;
    for (const [path, { total, parts: expected }] of Object.entries(parts)) {
      if (skipUnlessShared('configs', path) !== false || !OURS.test(path)) continue;
      const { root } = readModel(config(path), path);
      assert.equal(parametersOf(root), total, path);
      for (const [name, count] of Object.entries(expected)) {
        if (!/^(model\.)?(visual|vision_tower)$/.test(name)) continue;
        assert.equal(partOf(root, new RegExp(`^${name.replace('.', '\\.')}$`)), count, `${path} ${name}`);
        seen++;
      }
    }
    assert.ok(seen >= 4, `${seen} towers`);
  },
);

interface Diffused {
  readonly class: string;
  readonly config: string;
  readonly params: number;
  readonly flops_per_step?: number;
}

/** Options beside the class's defaults, for rows that no config file stands for. */
const BY_NAME: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'sd-v1-5/unet.json': { cross_attention_dim: 768, sample_size: 64 },
  'DiT-XL/2-256': { out_channels: 8 },
  'CogVideoX-2b': {},
  'CogVideoX-5b': { num_attention_heads: 48, num_layers: 42 },
  'Wan2.1-T2V-14B': {},
  'Wan2.1-T2V-1.3B': { num_attention_heads: 12, num_layers: 30, ffn_dim: 8960 },
  'HunyuanVideo (class defaults)': {},
  'LTXVideo 2B (class defaults)': {},
  'Mochi (class defaults)': {},
  'Sana 1.6B (class defaults)': {},
  'QwenImage (class defaults)': {},
  'AuraFlow (class defaults)': {},
};

test('diffusion models', { skip: skipUnlessShared('reference', 'oracle_diffusers.json') }, () => {
  const known = json('reference', 'oracle_diffusers.json') as readonly Diffused[];
  let exact = 0;
  for (const row of known) {
    const options = BY_NAME[row.config];
    if (options === undefined) continue;
    const text = JSON.stringify({ _class_name: row.class, ...options });
    const model = readModel(text, row.config);
    assert.equal(parametersOf(model.root), row.params, row.config);
    if (row.flops_per_step !== undefined) near(flops(model), row.flops_per_step, row.config);
    exact++;
  }
  assert.equal(exact, Object.keys(BY_NAME).length);
});

interface Timm {
  readonly model: string;
  readonly params: number;
  readonly flops_fwd_b1?: number;
}

test(
  'timm names are exact or not known',
  { skip: skipUnlessShared('reference', 'timm', 'oracle_timm.json') },
  () => {
    let exact = 0;
    for (const row of json('reference', 'timm', 'oracle_timm.json') as readonly Timm[]) {
      try {
        const model = timmModel(row.model);
        assert.equal(parametersOf(model.root), row.params, row.model);
        if (row.flops_fwd_b1 !== undefined) near(flops(model), row.flops_fwd_b1, row.model);
        exact++;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        assert.match(error.message, /^not known: timm model/);
      }
    }
    assert.ok(exact >= 31, `${exact} names`);
  },
);

interface Split {
  readonly config: string;
  readonly kind: string;
  readonly forward?: { readonly by_module: Record<string, number> };
}

test('the operator split of towers', { skip: skipUnlessShared('reference', 'ops_breakdown.json') }, () => {
  for (const { config: path, kind, forward } of json('reference', 'ops_breakdown.json') as readonly Split[]) {
    if ((kind !== 'vit' && kind !== 'clip') || forward === undefined) continue;
    const model = readModel(config(path), path);
    const run = { batch: 1, input: 1, output: 1 };
    const [phase] = model.plan(run);
    if (phase === undefined) throw new Error('a tower has a phase');
    const byModule = new Map<string, number>();
    for (const operator of lower(phase.root, {
      ...phase.shape,
      phase: phase.name,
      formats: formatsOf(model, {}),
      streams: {},
    })) {
      const name = (operator.module ?? '').replace('*', 'N').replace(/\.sdpa$/, '');
      byModule.set(name, (byModule.get(name) ?? 0) + (operator.flops ?? 0));
    }
    for (const [name, expected] of Object.entries(forward.by_module)) {
      if (name === 'CLIPModel') continue;
      assert.equal(byModule.get(name), expected, `${path} ${name}`);
    }
  }
});
