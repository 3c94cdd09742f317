import type { ModuleNode } from '../graph/node';
import type { PhasePlan, Run } from '../model';

/**
 * Prefill runs the prompt once and yields the first token; each further token is one decode step. Attention's
 * cost grows evenly with the context, so the step at the generation's middle stands for all of them.
 */
export const decoderPlan =
  (root: ModuleNode) =>
  ({ batch, input, output, context }: Run): readonly PhasePlan[] => {
    const cached = context ?? Math.round(input + (output - 1) / 2);
    return [
      { name: 'prefill', repeats: 1, root, shape: { sequences: batch, query: input, context: input } },
      {
        name: 'decode',
        repeats: output - 1,
        root,
        shape: { sequences: batch, query: 1, context: cached + 1 },
      },
    ];
  };

/** Output tokens of the whole batch. */
export const outputTokens = ({ batch, output }: Run): number => batch * output;
