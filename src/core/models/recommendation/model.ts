import type { Architecture } from '../architecture';
import { dense } from '../encoder/parts';
import { elementwise } from '../graph/elementwise';
import { group, leaf, type ModuleNode } from '../graph/node';
import type { FunctionalUnit } from '../../workload/workload';

/** A model that scores a batch of samples in one pass. */
export const scoringModel = (
  root: ModuleNode,
  layers: number,
  unit: FunctionalUnit = 'sample',
  unitsPerSample = 1,
): Architecture => ({
  root,
  layers,
  unit,
  plan: ({ batch }) => [
    { name: 'forward', repeats: 1, root, shape: { sequences: batch, query: 1, context: 1 } },
  ],
  units: ({ batch }) => batch * unitsPerSample,
});

/** Matrices with biases, each followed by an activation. `sizes` are the widths from input to output. */
export const perceptron = (name: string, sizes: readonly number[], fields: readonly string[]): ModuleNode =>
  group(
    name,
    sizes
      .slice(1)
      .flatMap((out, i) => [
        dense(String(i), sizes[i] ?? out, out, { fields }),
        leaf('activation', elementwise({ reads: out, writes: out })),
      ]),
  );
