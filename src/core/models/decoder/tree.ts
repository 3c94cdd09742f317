import { elementwise } from '../graph/elementwise';
import { embedding } from '../graph/embedding';
import { linear } from '../graph/linear';
import { group, leaf, type ModuleNode } from '../graph/node';
import { norm } from '../graph/norm';
import { headNodes } from './head';
import { ffnNode } from './parts/ffn';
import { mixerNode } from './parts/mixer';
import type { DecoderLayer, DecoderSpec } from './spec';

const layerNode = (spec: DecoderSpec, layer: DecoderLayer): ModuleNode => {
  const { hidden, names } = spec;
  const { mixer, ffn } = layer;
  const [first, ...others] = layer.norms.map((name) =>
    leaf(name, norm({ width: hidden, weights: spec.norm })),
  );
  const additions = (mixer === undefined ? 0 : 1) + (ffn === undefined ? 0 : 1);
  return group(
    layer.label === undefined ? names.layers : `${names.layers}.${layer.label}`,
    [
      ...(first === undefined ? [] : [first]),
      ...(mixer === undefined ? [] : [mixerNode(spec, mixer)]),
      ...others,
      ...(ffn === undefined ? [] : [ffnNode(spec, ffn)]),
      ...(layer.beside ?? []),
      leaf('residual', elementwise({ reads: 2 * additions * hidden, writes: additions * hidden })),
    ],
    layer.count,
  );
};

const embeddingNodes = (spec: DecoderSpec): readonly ModuleNode[] => {
  const { names, hidden, vocabulary } = spec;
  const width = spec.embeddingWidth ?? hidden;
  return [
    ...(vocabulary === 0 ? [] : [leaf(names.embedding, embedding({ rows: vocabulary, width }))]),
    ...(spec.learnedPositions === undefined || names.positions === undefined
      ? []
      : [leaf(names.positions, embedding({ rows: spec.learnedPositions, width: hidden }))]),
    ...(width === hidden ? [] : [leaf('project_in', linear({ in: width, out: hidden }))]),
    ...(spec.embeddingNorm === true
      ? [leaf(names.embeddingNorm, norm({ width: hidden, weights: spec.norm }))]
      : []),
  ];
};

/** The module tree of a decoder-only model; its parameter count is the sum of these modules' weights. */
export const decoderTree = (spec: DecoderSpec): ModuleNode => {
  const { names, hidden } = spec;
  const width = spec.embeddingWidth ?? hidden;
  return group('', [
    ...embeddingNodes(spec),
    ...spec.layers.filter(({ count }) => count > 0).map((layer) => layerNode(spec, layer)),
    ...(spec.finalNorm === false ? [] : [leaf(names.finalNorm, norm({ width: hidden, weights: spec.norm }))]),
    ...(width === hidden ? [] : [leaf('project_out', linear({ in: hidden, out: width }))]),
    ...headNodes(spec),
    ...(spec.beside ?? []),
  ]);
};
