import { JOULES_PER_KILOWATT_HOUR } from '../../units/quantity';
import { type CarbonInputs, carbonModel } from './carbon-model';
import { monteCarlo, type Percentiles, tornado, type UncertainModel } from './uncertainty';

/** Inputs that a draw moves together, and why. All others are drawn independently. */
export interface Correlation {
  readonly inputs: readonly string[];
  readonly reason: string;
}

/** How sure a carbon figure is: gCO2e of all the carbon that is known, over draws of every input from its range. */
export interface Uncertainty extends Percentiles {
  readonly samples: number;
  readonly seed: number;
  /** Joules at the site's meter. */
  readonly energy?: Percentiles;
  readonly operational?: Percentiles;
  readonly embodied?: Percentiles;
  readonly correlations: readonly Correlation[];
}

/** gCO2e with one input at either end of its range and all others at their best. */
export interface TornadoRow {
  readonly id: string;
  readonly unit: string;
  readonly low: number;
  readonly high: number;
  readonly atLow: number;
  readonly atHigh: number;
}

/** Both absent where every input is certain, or the carbon is not known. */
export interface Uncertain {
  readonly uncertainty?: Uncertainty;
  /** What matters most first. */
  readonly tornado?: readonly TornadoRow[];
}

/** The distribution of a piece of work's carbon and which input matters most, from what it rests on. */
export const uncertaintyOf = (inputs: CarbonInputs): Uncertain => {
  const model = carbonModel(inputs);
  const bars = tornado(model);
  if (bars.length === 0) return {};
  const { parts, ...total } = monteCarlo(model);
  const { energy, operational, embodied } = parts;
  return {
    uncertainty: {
      ...total,
      ...(energy === undefined ? {} : { energy: inJoules(energy) }),
      ...(operational === undefined ? {} : { operational }),
      ...(embodied === undefined ? {} : { embodied }),
      correlations: correlationsOf(model),
    },
    tornado: bars.map(({ id, unit, range: { low, high }, atLow, atHigh }) => ({
      id,
      unit,
      low,
      high,
      atLow,
      atHigh,
    })),
  };
};

const correlationsOf = ({ inputs }: UncertainModel): readonly Correlation[] => {
  const groups = new Map<string, string[]>();
  for (const { id, group, range } of inputs) {
    if (group === undefined || range.low === range.high) continue;
    groups.set(group, [...(groups.get(group) ?? []), id]);
  }
  return [...groups]
    .filter(([, members]) => members.length > 1)
    .map(([group, members]) => ({ inputs: members, reason: `both grow with the ${group}` }));
};

const inJoules = ({ mean, p5, p50, p95 }: Percentiles): Percentiles => ({
  mean: mean * JOULES_PER_KILOWATT_HOUR,
  p5: p5 * JOULES_PER_KILOWATT_HOUR,
  p50: p50 * JOULES_PER_KILOWATT_HOUR,
  p95: p95 * JOULES_PER_KILOWATT_HOUR,
});
