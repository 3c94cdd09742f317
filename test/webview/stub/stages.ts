/** The stub's model in two pipeline stages on four accelerators, the first with the embedding. */
import type { RankMemory } from '../../../src/core/cluster/ranks/memory';
import { bytes } from '../../../src/core/units/quantity';
import type { PanelContent } from '../../../src/protocol/panel-state';

const stage = (place: number, parameters: number): RankMemory => ({
  stage: place,
  ranks: 2,
  layers: 16,
  parameters,
  weights: bytes(2 * parameters),
  kv: bytes(167_772_160),
  activations: bytes(67_000_000),
  total: bytes(2 * parameters + 167_772_160 + 67_000_000),
});

const RANKS: readonly RankMemory[] = [stage(0, 2_007_000_000), stage(1, 2_008_130_624)];

export const inStages = (content: PanelContent): PanelContent => {
  const { estimate } = content;
  return estimate?.memory === undefined
    ? content
    : { ...content, estimate: { ...estimate, memory: { ...estimate.memory, ranks: RANKS } } };
};
