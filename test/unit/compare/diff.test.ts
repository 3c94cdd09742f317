import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { changedFields, type Json, plainOf, withChange } from '../../../src/core/compare/diff-fields';
import { diffModels } from '../../../src/core/compare/diff-models';
import { diffTraces } from '../../../src/core/compare/diff-workloads';
import type { Diff } from '../../../src/core/compare/diff-causes';
import { diffDocument } from '../../../src/core/report/documents/diff';
import { diffScenarios } from '../../../src/core/scenario/diff';
import { parseJson } from '../../../src/core/text/json';
import { COMPONENTS, INDEX } from '../../support/stable-diffusion';
import { joules, seconds } from '../../../src/core/units/quantity';
import type { Workload } from '../../../src/core/workload/workload';

const BASE = {
  model_type: 'llama',
  hidden_size: 2048,
  intermediate_size: 8192,
  num_hidden_layers: 16,
  num_attention_heads: 32,
  num_key_value_heads: 32,
  vocab_size: 32000,
  torch_dtype: 'bfloat16',
};
const config = (change: object) => ({
  text: JSON.stringify({ ...BASE, ...change }, undefined, 2),
  name: 'config.json',
});
const RUN = { batch: 8, input: 512, output: 128 };
const ON = { accelerator: 'h100-sxm5', count: 1, zone: 'FR' };
const delta = ({ deltas }: Diff, metric: string) =>
  deltas.find((one) => one.metric === metric) ?? assert.fail(`no ${metric}`);

describe('configs with files beside them', () => {
  const quantized = (algorithm: string | undefined) => ({
    ...config({}),
    ...(algorithm === undefined
      ? {}
      : {
          beside: {
            'hf_quant_config.json': JSON.stringify({ quantization: { quant_algo: algorithm } }),
          },
        }),
  });
  const memory = (diff: Diff) => delta(diff, 'memory');

  it('differ by a field of such a file, under its name', () => {
    const diff = diffModels(quantized('FP8'), quantized('NVFP4'), RUN, ON);
    assert.deepEqual(
      diff.changes.map(({ path, before, after }) => [path, before, after]),
      [['hf_quant_config.quantization.quant_algo', 'FP8', 'NVFP4']],
    );
    const { before = 0, after = 0, because = [] } = memory(diff);
    assert.ok(after < before);
    assert.deepEqual(because, [{ path: 'hf_quant_config.quantization.quant_algo', change: after - before }]);
  });

  it('differ by a file that only one of them has', () => {
    const added = diffModels(quantized(undefined), quantized('FP8'), RUN, ON);
    const removed = diffModels(quantized('FP8'), quantized(undefined), RUN, ON);
    for (const [diff, absent] of [
      [added, 'before'],
      [removed, 'after'],
    ] as const) {
      const [change, ...more] = diff.changes;
      assert.equal(change?.path, 'hf_quant_config');
      assert.equal(change[absent], undefined);
      assert.deepEqual(more, []);
      assert.equal(memory(diff).because?.[0]?.path, 'hf_quant_config');
    }
    assert.equal(memory(added).after, memory(removed).before);
  });

  it('that are pipelines differ by their components', () => {
    const files = (block_out_channels: readonly number[]) =>
      Object.fromEntries(
        Object.entries({
          ...COMPONENTS,
          'unet/config.json': { ...COMPONENTS['unet/config.json'], block_out_channels },
        }).map(([path, component]) => [path, JSON.stringify(component)]),
      );
    const version = (last: number, suffix: string) => ({
      text: JSON.stringify(INDEX),
      name: `sd/model_index.json${suffix}`,
      beside: files([320, 640, 1280, last]),
    });
    const diff = diffModels(version(1280, ' at HEAD'), version(640, ''), RUN, ON);
    assert.deepEqual(
      diff.changes.map(({ path, before, after }) => [path, before, after]),
      [['unet.block_out_channels.3', 1280, 640]],
    );
    const { before = 0, after = 0 } = delta(diff, 'parameters');
    assert.equal(before, 123_060_480 + 859_520_964 + 83_653_863);
    assert.ok(after < before);
  });
});

describe('changed fields', () => {
  it('are found one by one, with their places', () => {
    const [before, after] = ['{"a": 1, "b": {"c": [1, 2]}, "d": 4}', '{"a": 1, "b": {"c": [1, 3]}, "e": 5}'];
    const changes = changedFields(parseJson(before), parseJson(after));
    assert.deepEqual(
      changes.map(({ path, before: was, after: is }) => [path, was, is]),
      [
        ['b.c.1', 2, 3],
        ['d', 4, undefined],
        ['e', undefined, 5],
      ],
    );
    const [list, gone] = changes;
    assert.equal(after.slice(list?.where.after?.start, list?.where.after?.end), '3');
    assert.equal(gone?.where.after, undefined);
  });

  it('applied to the one give the other', () => {
    const object = fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.jsonValue({ maxDepth: 3 }), {
      maxKeys: 6,
    });
    fc.assert(
      fc.property(object, object, (a, b) => {
        const [before, after] = [parseJson(JSON.stringify(a)), parseJson(JSON.stringify(b))];
        const moved = changedFields(before, after).reduce<Json>(withChange, plainOf(before));
        assert.deepEqual(sorted(moved), sorted(plainOf(after)));
      }),
    );
  });
});

const sorted = (value: Json): Json =>
  JSON.parse(
    JSON.stringify(value, (_, one: unknown) =>
      typeof one === 'object' && one !== null && !Array.isArray(one)
        ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
        : one,
    ),
  ) as Json;

describe('diff of two model configs', () => {
  it('tells what one field does', () => {
    const diff = diffModels(config({}), config({ num_key_value_heads: 8 }), RUN, ON);
    assert.deepEqual(
      diff.changes.map(({ path, before, after }) => [path, before, after]),
      [['num_key_value_heads', 32, 8]],
    );
    // k and v projections of 16 layers: 2 × 2048 × 24 heads × 64 fewer weights.
    const parameters = delta(diff, 'parameters');
    assert.equal((parameters.after ?? 0) - (parameters.before ?? 0), -16 * 2 * 2048 * 24 * 64);
    assert.deepEqual(parameters.because, [{ path: 'num_key_value_heads', change: -16 * 2 * 2048 * 24 * 64 }]);
    assert.equal(delta(diff, 'kv').ratio, 0.25);
    assert.ok((delta(diff, 'carbon').ratio ?? 1) < 1);
  });

  it('gives each field its share and the rest to their interaction', () => {
    const diff = diffModels(config({}), config({ hidden_size: 4096, num_hidden_layers: 8 }), RUN, ON);
    for (const { before, after, because } of diff.deltas) {
      if (because === undefined || before === undefined || after === undefined) continue;
      const sum = because.reduce((total, { change }) => total + change, 0);
      assert.ok(Math.abs(sum - (after - before)) <= 1e-6 * Math.abs(before));
    }
    assert.match(
      JSON.stringify(diffDocument(diff)),
      /“interaction” is the rest, what the changes do only together/,
    );
    const paths = delta(diff, 'parameters').because?.map(({ path }) => path) ?? [];
    assert.deepEqual([...paths].sort(), ['hidden_size', 'interaction', 'num_hidden_layers']);
  });

  it('says which fields cannot be changed alone', () => {
    const diff = diffModels(
      config({}),
      config({ num_attention_heads: 12, num_key_value_heads: 4, head_dim: 64 }),
      RUN,
      ON,
    );
    assert.ok(diff.inseparable.some(({ path }) => path === 'num_attention_heads'));
    assert.equal(diff.changes.length, 3);
  });

  it('reads configs in YAML', () => {
    const yaml = (heads: number) => ({
      text: Object.entries({ ...BASE, num_key_value_heads: heads })
        .map(([key, value]) => `${key}: ${value}`)
        .join('\n'),
      name: 'config.yaml',
    });
    const diff = diffModels(yaml(32), yaml(8), RUN, ON);
    assert.deepEqual(
      diff.changes.map(({ path }) => path),
      ['num_key_value_heads'],
    );
    assert.equal(delta(diff, 'kv').ratio, 0.25);
  });

  it('is empty for the same config', () => {
    const diff = diffModels(config({}), config({}), RUN, ON);
    assert.deepEqual(diff.changes, []);
    for (const { before, after, because } of diff.deltas)
      assert.deepEqual([after, because], [before, undefined]);
  });
});

describe('diff of two scenarios', () => {
  const scenario = (zone: string, heads: number) => ({
    text: `workload: { file: config.json, batch: 8 }\ndeployment: { on: h100 }\nsite: { zone: ${zone} }\n`,
    name: 'chat.wattlens.yaml',
    named: { kind: 'model' as const, config: config({ num_key_value_heads: heads }) },
  });

  it('holds the scenario and its config', () => {
    const diff = diffScenarios(scenario('FR', 32), scenario('DE', 8));
    assert.deepEqual(
      diff.changes.map(({ path }) => path),
      ['site.zone', 'config.num_key_value_heads'],
    );
    const causes = delta(diff, 'operational').because ?? [];
    assert.equal(causes[0]?.path, 'site.zone');
    assert.deepEqual(
      delta(diff, 'kv').because?.map(({ path }) => path),
      ['config.num_key_value_heads'],
    );
  });
});

describe('payback of new hardware', () => {
  const on = (hardware: string, zone: string) => ({
    text: `workload: { file: config.json, batch: 8 }\ndeployment: { on: ${hardware} }\nsite: { zone: ${zone} }\nhardware: { utilization: 1 }\n`,
    name: 'chat.wattlens.yaml',
    named: { kind: 'model' as const, config: config({}) },
  });

  it('is told where hardware changes and saves energy', () => {
    const diff = diffScenarios(on('a100-sxm4-80', 'DE'), on('h100', 'DE'));
    const { low, mid, high } = diff.payback ?? assert.fail('no payback');
    assert.ok(0 < low && low < mid && mid < high);
    const clean = diffScenarios(on('a100-sxm4-80', 'FR'), on('h100', 'FR')).payback;
    assert.ok((clean?.mid ?? 0) > mid);
  });

  it('is not told where nothing is new', () => {
    assert.equal(diffScenarios(on('h100', 'DE'), on('h100', 'FR')).payback, undefined);
  });
});

describe('diff of two traces', () => {
  const trace = (attention: number, linear: number): Workload => ({
    name: 'run',
    source: { kind: 'trace', format: 'kineto', deviceName: 'NVIDIA H100 80GB HBM3', deviceCount: 1 },
    unit: 'step',
    units: 2,
    batch: 1,
    spanSeconds: seconds(attention + linear),
    phases: [
      {
        name: 'step',
        repeats: 1,
        operators: [
          { name: 'attn', category: 'attention', count: 1, measured: { deviceSeconds: seconds(attention) } },
          { name: 'mm', category: 'linear', count: 1, measured: { deviceSeconds: seconds(linear) } },
        ],
      },
    ],
  });

  it('tells where measured time went', () => {
    const diff = diffTraces(trace(4, 6), trace(2, 7), ON);
    assert.deepEqual(delta(diff, 'deviceTime'), {
      metric: 'deviceTime',
      before: 5,
      after: 4.5,
      ratio: 0.9,
      because: [
        { path: 'attention', change: -1 },
        { path: 'linear', change: 0.5 },
      ],
    });
    assert.ok((delta(diff, 'latency').ratio ?? 1) < 1);
    // Nothing was changed alone, so that nothing is said to be done together.
    assert.ok(diff.deltas.every(({ metric, because }) => metric === 'deviceTime' || because === undefined));
    const shown = JSON.stringify(diffDocument(diff));
    assert.match(shown, /"throughput",\{"text":"[\d.]+ steps\/s"/);
    assert.match(shown, /device time, energy and carbon per step/);
    assert.match(shown, /"time of the whole run"/);
    assert.doesNotMatch(shown, /interaction/);
    assert.ok((diff.deltas.find(({ metric }) => metric === 'energy')?.before ?? joules(0)) > 0);
  });

  it('between two scenarios stands beside the scenarios’ own changes', () => {
    const scenario = (zone: string, name: string, workload: Workload) => ({
      text: `workload: { file: run.json }\ndeployment: { on: h100 }\nsite: { zone: ${zone} }\n`,
      name: 'step.wattlens.yaml',
      named: { kind: 'trace' as const, name, workload },
    });
    const diff = diffScenarios(scenario('FR', 'before', trace(4, 6)), scenario('DE', 'after', trace(2, 7)));
    assert.deepEqual(
      diff.changes.map(({ path }) => path),
      ['site.zone', 'trace'],
    );
    assert.deepEqual(
      delta(diff, 'latency').because?.map(({ path }) => path),
      ['trace'],
    );
    const causes = delta(diff, 'operational').because ?? [];
    assert.deepEqual(
      causes.map(({ path, change }) => [path, Math.sign(change)]),
      [
        ['site.zone', 1],
        ['interaction', -1],
        ['trace', -1],
      ],
    );
    const same = diffScenarios(scenario('FR', 'before', trace(4, 6)), scenario('FR', 'after', trace(4, 6)));
    assert.deepEqual(same.changes, []);
    const model = { kind: 'model' as const, config: config({}) };
    const mixed = { ...scenario('FR', 'a', trace(4, 6)), named: model };
    assert.throws(() => diffScenarios(mixed, scenario('FR', 'b', trace(4, 6))), /expected two of a kind/);
  });
});
