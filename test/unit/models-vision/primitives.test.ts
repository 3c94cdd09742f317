import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convolution } from '../../../src/core/models/graph/convolution';
import { embeddingBag } from '../../../src/core/models/graph/embedding-bag';
import { linearAttention } from '../../../src/core/models/graph/linear-attention';
import { lower } from '../../../src/core/models/graph/lower';
import { matmul } from '../../../src/core/models/graph/matmul';
import { leaf, type ModuleNode } from '../../../src/core/models/graph/node';
import type { Pass } from '../../../src/core/models/graph/primitive';
import { weights } from '../../../src/core/models/graph/weights';
import { linear } from '../../../src/core/models/graph/linear';
import { positions, split, stream, within } from '../../../src/core/models/graph/within';

const PASS: Pass = {
  phase: 'encode',
  sequences: 2,
  query: 1,
  context: 1,
  formats: { weight: 'fp16', activation: 'fp16', kv: 'fp16' },
  streams: { text: { sequences: 2, query: 77, context: 77 } },
};

const flopsOf = (node: ModuleNode): number =>
  lower(node, PASS).reduce((sum, { flops }) => sum + (flops ?? 0), 0);

test('the first convolution of ResNet-50: 9,408 weights, 118,013,952 multiply-adds per image', () => {
  const conv = convolution({ in: 3, out: 64, kernel: [7, 7], stride: [2, 2], bias: false });
  assert.equal(conv.parameters, 9408);
  // 112 × 112 positions × 64 × 3 × 49, twice, for two images.
  assert.equal(flopsOf(within(leaf('conv', conv), positions(112 * 112))), 2 * 2 * 118_013_952);
});

test('a depthwise convolution has one filter per channel', () => {
  const conv = convolution({ in: 32, out: 32, kernel: [3, 3], groups: 32 });
  assert.equal(conv.parameters, 32 * 9 + 32);
  assert.equal(flopsOf(within(leaf('conv', conv), positions(10))), 2 * 2 * 10 * 32 * 9);
});

test('a transposed convolution works per input position', () => {
  const up = convolution({ in: 8, out: 4, kernel: [2, 2], stride: [2, 2], transposed: true, bias: false });
  assert.equal(up.parameters, 8 * 4 * 4);
  // 16 outputs come of 4 inputs, each of which meets 4 taps.
  assert.equal(flopsOf(within(leaf('up', up), positions(16))), 2 * 2 * 4 * 8 * 4 * 4);
});

test('a convolution over time reads as many frames as it writes', () => {
  const conv = convolution({ in: 320, out: 320, kernel: [3, 1, 1] });
  assert.equal(conv.parameters, 320 * 320 * 3 + 320);
});

test('a pooled lookup adds all rows but one, and its weights are the table', () => {
  // DeepRecSys RM1: 80 lookups of 32 elements make 79 × 32 additions per table.
  const bag = embeddingBag({ rows: 4_000_000, width: 32, lookups: 80 });
  assert.equal(bag.parameters, 128_000_000);
  assert.equal(flopsOf(leaf('bag', bag)), 2 * 79 * 32);
  const [operator] = lower(leaf('bag', bag), PASS);
  assert.equal(operator?.bytes?.weights, 2 * 80 * 32 * 2);
});

test('the dot products of 27 vectors of 128', () => {
  const node = within(leaf('interaction', matmul({ out: 27, depth: 128 })), positions(27));
  assert.equal(flopsOf(node), 2 * 2 * 27 * 27 * 128);
});

test('linear attention grows with the positions, not with their square', () => {
  const node = (count: number) =>
    within(leaf('attention', linearAttention({ heads: 70, headDim: 32 })), positions(count));
  // Sana, 1,024 positions: 2 × (33 × 1024 × 32) + 2 × (33 × 32 × 1024) per head.
  assert.equal(flopsOf(node(1024)), 2 * 70 * 4 * 1024 * 32 * 33);
  assert.equal(flopsOf(node(2048)), 2 * flopsOf(node(1024)));
});

test('modules work on the positions nearest to them', () => {
  const layer = leaf('layer', linear({ in: 4, out: 8 }));
  assert.equal(flopsOf(within(layer, positions(10))), 2 * 2 * 10 * 32);
  assert.equal(flopsOf(within(within(layer, positions(3)), positions(10))), 2 * 2 * 3 * 32);
  assert.equal(flopsOf(within(layer, split(5, 7))), 2 * 2 * 35 * 32);
  assert.equal(flopsOf(within(layer, stream('text'))), 2 * 2 * 77 * 32);
  assert.equal(flopsOf(within(layer, stream('image'))), 2 * 2 * 32, 'without such a stream, the pass itself');
});

test('plain weights count and are read once', () => {
  const [operator] = lower(leaf('table', weights({ parameters: 100, width: 10 })), PASS);
  assert.equal(operator?.parameters, 100);
  assert.equal(operator?.bytes?.weights, 200);
  assert.equal(operator?.bytes?.read, 2 * 10 * 2);
});
