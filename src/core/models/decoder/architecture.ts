import type { Architecture } from '../architecture';
import { decoderPlan, outputTokens } from './plan';
import type { DecoderSpec } from './spec';
import { decoderTree } from './tree';

export const decoder = (spec: DecoderSpec): Architecture => {
  const root = decoderTree(spec);
  return {
    root,
    layers: spec.layers.reduce((sum, { count }) => sum + count, 0),
    unit: 'token',
    plan: decoderPlan(root),
    units: outputTokens,
  };
};
