import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Problem } from '../../../src/core/problem';
import type { ReviewedVersion, TextSource } from '../../../src/protocol/analysis';
import { COMPONENTS, INDEX } from '../../support/stable-diffusion';
import { checkBudgets, compareVersions, newScenario } from '../../../src/worker/review';
import { WorkloadReader } from '../../../src/worker/workload-reader';

const DEFAULTS = { accelerator: 'h100', batch: 1, input: 512, output: 128, compareWith: [] };
const config = (name: string, heads: number): ReviewedVersion => ({
  source: {
    kind: 'text',
    name,
    text: JSON.stringify({
      model_type: 'llama',
      hidden_size: 1024,
      intermediate_size: 4096,
      num_hidden_layers: 16,
      num_attention_heads: 16,
      num_key_value_heads: heads,
      vocab_size: 32000,
    }),
  },
});
const broken: ReviewedVersion = {
  source: { kind: 'text', name: 'config.json at HEAD', text: '{"model_type": ' },
};

describe('comparing versions', () => {
  it('names the field and both sides', async () => {
    const markdown = await compareVersions(config('a.json at HEAD', 4), config('a.json', 16), DEFAULTS);
    assert.match(markdown, /^## a\.json at HEAD → a\.json$/m);
    assert.match(markdown, /num\\_key\\_value\\_heads \| 4 \| 16/);
  });

  it('says which side cannot be read', async () => {
    await assert.rejects(
      () => compareVersions(broken, config('config.json', 4), DEFAULTS),
      (error) => error instanceof Problem && error.describe().startsWith('config.json at HEAD:1:'),
    );
  });

  it('reads what stood beside each version, and beside the config of a scenario', async () => {
    const beside = (algorithm: string) => ({
      'hf_quant_config.json': JSON.stringify({ quantization: { quant_algo: algorithm } }),
    });
    const version = (name: string, algorithm: string): ReviewedVersion => ({
      source: { ...config(name, 4).source, beside: beside(algorithm) },
    });
    const [before, after] = [version('config.json at HEAD', 'FP8'), version('config.json', 'NVFP4')];
    const row = /hf\\_quant\\_config\.quantization\.quant\\_algo \| "FP8" \| "NVFP4"/;
    assert.match(await compareVersions(before, after, DEFAULTS), row);
    const text = 'workload:\n  file: config.json\ndeployment:\n  on: h100\n';
    const scenario = ({ source }: ReviewedVersion): ReviewedVersion => ({
      source: { kind: 'text', name: 'a.wattlens.yaml', text },
      workload: {
        kind: 'bytes',
        name: source.name,
        bytes: new TextEncoder().encode(source.text),
        ...(source.beside === undefined ? {} : { beside: source.beside }),
      },
    });
    assert.match(await compareVersions(scenario(before), scenario(after), DEFAULTS), row);
  });

  it('makes a scenario of a config that is nothing without the files beside it', () => {
    const source: TextSource = {
      kind: 'text',
      name: 'sd/model_index.json',
      text: JSON.stringify(INDEX),
      beside: Object.fromEntries(
        Object.entries(COMPONENTS).map(([path, component]) => [path, JSON.stringify(component)]),
      ),
    };
    const choice = { file: 'model_index.json', accelerator: 'h100-sxm5', count: 1, zone: 'FR' };
    const text = newScenario(source, choice, DEFAULTS);
    assert.match(text, /file: model_index\.json/);
    assert.match(text, /secondsPerRequest: /);
  });

  it('takes two of a kind', async () => {
    const { source } = config('config.json', 4);
    const scenario: ReviewedVersion = {
      source: {
        kind: 'text',
        name: 'a.wattlens.yaml',
        text: 'workload:\n  file: config.json\ndeployment:\n  on: h100\n',
      },
      workload: source,
    };
    await assert.rejects(
      () => compareVersions(scenario, { source }, DEFAULTS),
      /config\.json is no scenario/,
    );
  });
});

describe('checking budgets', () => {
  it('lets the performance model train what a scenario’s config describes', async () => {
    const { source: workload } = config('config.json', 4);
    const text = [
      'workload: { file: config.json }',
      'deployment: { on: h100 }',
      'life: { years: 1, trainingTokens: 1000000000, trainingTime: model }',
      'budgets: { tonnesPerLife: 1000 }',
    ].join('\n');
    const scenario = { kind: 'text' as const, name: 'a.wattlens.yaml', text };
    const { results } = await checkBudgets(scenario, workload, new WorkloadReader());
    assert.equal(results[0]?.ok, true);
    assert.ok((results[0]?.actual ?? 0) > 0);
  });
});
