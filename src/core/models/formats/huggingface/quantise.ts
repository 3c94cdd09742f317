import type { Architecture } from '../../architecture';
import type { Fields } from '../../fields';
import { leavePlain } from '../../graph/leave-plain';
import type { ModuleNode } from '../../graph/node';
import type { ModelDtype } from '../../model';
import { readDtype } from './dtype';
import { exclusion } from './excluded';
import { readQuantization } from './quantization';

/** An architecture with the formats that its config declares: what is left out of quantisation keeps the plain one. */
export const withFormats = (
  architecture: Architecture,
  fields: Fields,
): { readonly architecture: Architecture; readonly dtype: ModelDtype } => {
  const plain = readDtype(fields);
  const quantization = readQuantization(fields);
  if (quantization === undefined) return { architecture, dtype: plain };
  const { weight, everything, kv, excluded } = quantization;
  const dtype: ModelDtype = {
    value: weight,
    declared: true,
    activation: plain.value,
    ...(everything ? { plain: weight } : {}),
    // DeepSeek-V4 keeps its experts narrower still, with a scale per 32 weights.
    ...(fields.isWord('expert_dtype', 'fp4') ? { experts: 'mxfp4' } : {}),
    ...(kv === undefined ? {} : { kv }),
  };
  if (excluded.length === 0) return { architecture, dtype };
  const isPlain = exclusion(quantization, architecture.layers);
  const left = (root: ModuleNode): ModuleNode => leavePlain(root, isPlain);
  const leftIn =
    (plan: Architecture['plan']): Architecture['plan'] =>
    (run) =>
      plan(run).map((phase) => ({ ...phase, root: left(phase.root) }));
  const { plan, forward } = architecture;
  return {
    architecture: {
      ...architecture,
      root: left(architecture.root),
      plan: leftIn(plan),
      ...(forward === undefined ? {} : { forward: leftIn(forward) }),
    },
    dtype,
  };
};
