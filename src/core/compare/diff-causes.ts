import { Problem } from '../problem';
import type { Seconds } from '../units/quantity';
import type { Range } from '../units/range';
import type { FunctionalUnit } from '../workload/workload';
import type { FieldChange, Json } from './diff-fields';
import { DIFF_METRIC_IDS, diffMetric, type DiffMetricId, type DiffSide } from './diff-metrics';

/** How much of a metric's change one field makes alone. */
export interface Cause {
  /** Of the field, or `interaction`: what the fields make together beyond each alone. */
  readonly path: string;
  readonly change: number;
}

/** A field that cannot be changed without the others, and why. */
export interface Inseparable {
  readonly path: string;
  readonly reason: string;
}

export interface Delta {
  readonly metric: DiffMetricId;
  /** Absent where not known. */
  readonly before?: number;
  readonly after?: number;
  /** after / before; absent where either is unknown or before is 0. */
  readonly ratio?: number;
  /** Largest first; sums to after − before. Absent where nothing changed. */
  readonly because?: readonly Cause[];
}

export interface Diff {
  readonly kind: 'model' | 'scenario' | 'trace';
  readonly before: string;
  readonly after: string;
  readonly changes: readonly FieldChange[];
  readonly deltas: readonly Delta[];
  /** What energy, carbon and throughput are of; absent where the two sides count different things. */
  readonly unit?: FunctionalUnit;
  /** Fields that were counted with the interaction. */
  readonly inseparable: readonly Inseparable[];
  /** After how long new hardware has saved the carbon it took to make; absent where none is new or nothing is saved. */
  readonly payback?: Range<Seconds>;
}

export const INTERACTION = 'interaction';
/** Below this share of the whole change, a remainder is rounding and no interaction. */
const ROUNDING = 1e-9;

interface Alone {
  readonly path: string;
  readonly side: DiffSide;
}

/**
 * What each field does to each metric when it alone is changed, and the rest as interaction.
 * @param measure Evaluates a whole config; a Problem means that this combination cannot be.
 */
export const attribute = (
  before: Json,
  changes: readonly FieldChange[],
  apply: (config: Json, change: FieldChange) => Json,
  measure: (config: Json) => DiffSide,
): { readonly alone: readonly Alone[]; readonly inseparable: readonly Inseparable[] } => {
  const alone: Alone[] = [];
  const inseparable: Inseparable[] = [];
  for (const change of changes) {
    try {
      alone.push({ path: change.path, side: measure(apply(before, change)) });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      inseparable.push({ path: change.path, reason: error.message });
    }
  }
  return { alone, inseparable };
};

/** The functional unit of both sides, where it is the same. */
export const unitOfBoth = (before: DiffSide, after: DiffSide): Pick<Diff, 'unit'> => {
  const { unit } = after.estimate.throughput;
  return before.estimate.throughput.unit === unit ? { unit } : {};
};

/** The deltas of every metric; with their causes where it was measured what single changes do. */
export const deltasOf = (before: DiffSide, after: DiffSide, alone?: readonly Alone[]): Delta[] =>
  DIFF_METRIC_IDS.flatMap((metric): Delta[] => {
    const { of } = diffMetric(metric);
    const [from, to] = [of(before), of(after)];
    if (from === undefined && to === undefined) return [];
    const because =
      from === undefined || to === undefined || alone === undefined ? [] : causesOf(from, to, of, alone);
    return [
      {
        metric,
        ...(from === undefined ? {} : { before: from }),
        ...(to === undefined ? {} : { after: to }),
        ...(from === undefined || to === undefined || from === 0 ? {} : { ratio: to / from }),
        ...(because.length === 0 ? {} : { because }),
      },
    ];
  });

const causesOf = (
  before: number,
  after: number,
  of: (side: DiffSide) => number | undefined,
  alone: readonly Alone[],
): Cause[] => {
  const causes = alone.flatMap(({ path, side }): Cause[] => {
    const value = of(side);
    return value === undefined || value === before ? [] : [{ path, change: value - before }];
  });
  const rest = causes.reduce((left, { change }) => left - change, after - before);
  const scale = causes.reduce((sum, { change }) => sum + Math.abs(change), Math.abs(after - before));
  if (Math.abs(rest) > ROUNDING * scale) causes.push({ path: INTERACTION, change: rest });
  return causes.sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
};
