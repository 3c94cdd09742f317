import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  CompareReport,
  EstimateReport,
  ModelInspection,
  OperatorsReport,
} from '../../src/core/report/types';
import { sample, wattlens, wattlensJson } from './run';

const LLAMA = sample('configs/llama-8b/config.json');

test('inspect gives the exact parameter counts of published models', async () => {
  const totals = await Promise.all(
    ['llama-8b', 'mistral-7b', 'gpt2'].map(async (name) => {
      const { parameters } = await wattlensJson<ModelInspection>(
        'inspect',
        sample(`configs/${name}/config.json`),
      );
      return parameters.total;
    }),
  );
  // Model cards of Llama-3-8B, Mistral-7B-v0.1 and gpt2.
  assert.deepEqual(totals, [8_030_261_248, 7_241_732_096, 124_439_808]);
});

test('inspect gives bytes that follow from the config', async () => {
  const inspection = await wattlensJson<ModelInspection>('inspect', LLAMA);
  assert.equal(inspection.weightBytes, 2 * 8_030_261_248);
  // 2 (key and value) × 32 layers × 8 heads × 128 wide × 2 bytes
  assert.equal(inspection.kvBytesPerToken, 131_072);
  assert.equal(inspection.layers, 32);
});

test('every grouping of operators has the same totals', async () => {
  const sums = await Promise.all(
    ['operator', 'category', 'module', 'phase'].map(async (by) => {
      const { rows } = await wattlensJson<OperatorsReport>('operators', LLAMA, '--by', by);
      const sum = (phase: string) =>
        rows.filter((row) => row.phase === phase).reduce((total, { flops }) => total + (flops ?? 0), 0);
      return [sum('prefill'), sum('decode')];
    }),
  );
  for (const sum of sums) assert.deepEqual(sum, sums[0]);
});

test('the decode step attends to the context it is given', async () => {
  const { rows } = await wattlensJson<OperatorsReport>(
    'operators',
    LLAMA,
    '--by',
    'phase',
    '--context',
    '2048',
  );
  const decode = rows.find(({ phase }) => phase === 'decode');
  // 2 per weight of every matrix (all weights but the embedding and the norms), 4 · (context + 1) · heads · width per layer
  const matrices = 8_030_261_248 - 128_256 * 4096 - 65 * 4096;
  assert.equal(decode?.flops, 2 * matrices + 4 * 2049 * 32 * 128 * 32);
});

test('estimate answers in the shape of the command line’s document', async () => {
  const report = await wattlensJson<EstimateReport>('estimate', LLAMA, '--on', 'h100', '--zone', 'FR');
  assert.equal(report.schemaVersion, 1);
  assert.equal(report.deployment.accelerator, 'h100-sxm5');
  assert.equal(report.fits, true);
  assert.deepEqual(
    report.phases.map(({ name }) => name),
    ['prefill', 'decode'],
  );
  const total = report.phases.reduce((sum, { seconds }) => sum + seconds, 0);
  assert.ok(Math.abs(total - (report.latency?.request ?? 0)) < 1e-9);
  const { operational, embodied, total: carbon } = report.carbon;
  assert.ok(operational && embodied && carbon);
  assert.ok(Math.abs(operational.mid + embodied.mid - carbon.mid) < 1e-12);
  assert.ok(carbon.low <= carbon.mid && carbon.mid <= carbon.high);
  assert.ok(report.assumptions.every(({ source }) => source !== ''));
});

test('a zero grid intensity is zero, not missing', async () => {
  const report = await wattlensJson<EstimateReport>('estimate', LLAMA, '--on', 'h100', '--intensity', '0');
  assert.equal(report.carbon.operational?.mid, 0);
});

test('what does not fit is an answer', async () => {
  const report = await wattlensJson<EstimateReport>('estimate', LLAMA, '--on', 'tpu-v5e', '--batch', '64');
  assert.equal(report.fits, false);
  assert.ok((report.memory?.missing ?? 0) > 0);
});

test('compare names the best accelerator of each metric', async () => {
  const report = await wattlensJson<CompareReport>('compare', LLAMA, '--on', 'h100,l4,mi300x');
  assert.equal(report.rows.length, 3);
  const byLatency = report.rows.toSorted((a, b) => (a.latency?.request ?? 0) - (b.latency?.request ?? 0));
  assert.equal(report.best.latency, byLatency[0]?.deployment.accelerator);
});

test('Markdown and CSV say the same as JSON', async () => {
  const { out: markdown } = await wattlens('inspect', LLAMA, '--markdown');
  assert.match(markdown, /\*\*Parameters:\*\* 8,030,261,248/);
  const { out: csv } = await wattlens('operators', LLAMA, '--by', 'phase', '--csv');
  assert.match(csv, /^Phase,/);
});

test('a model of timm is known by its name', async () => {
  const { parameters, unit } = await wattlensJson<ModelInspection>('inspect', 'timm:resnet50');
  // timm's results table: 25.56 million.
  assert.equal(parameters.total, 25_557_032);
  assert.equal(unit, 'image');
});

test('sensitivity ranks the assumptions that move the answer', async () => {
  const { sensitivity } = await wattlensJson<{
    sensitivity: readonly { id: string; low: number; high: number; swing: number }[];
  }>('estimate', LLAMA, '--on', 'h100', '--sensitivity', 'latency');
  const swings = sensitivity.map(({ swing }) => swing);
  assert.deepEqual(
    swings,
    swings.toSorted((a, b) => b - a),
  );
  // A decode step reads all weights: streaming them more slowly takes longer.
  const stream = sensitivity.find(({ id }) => id === 'rate.stream');
  assert.ok(stream && stream.low > stream.high);
});
