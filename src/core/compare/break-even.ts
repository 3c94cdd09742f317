import type { Estimate } from '../estimate/estimate-types';
import { siteOf } from '../estimate/site';
import { catalogue } from '../hardware/catalogue/index';
import type { Catalogue } from '../hardware/load';
import { breakEvenDuty } from './duty-cycle';

/** How busy one deployment must be for a unit of its work to cost no more than on another that never idles. */
export interface BreakEven {
  readonly accelerator: string;
  readonly count: number;
  readonly against: string;
  readonly againstCount: number;
  /** Share of time for equal board energy. Absent where it needs more even when always busy, or a power is not known. */
  readonly energy?: number;
  /** Share of time for equal carbon, embodied carbon spread over the busy time. Absent likewise. */
  readonly carbon?: number;
}

/**
 * What does not depend on how busy the boards are, and what does: a unit's carbon is `fixed + idle (1 − u) / u + embodied / u`
 * at a share u of the time. Grams per unit.
 */
interface CarbonParts {
  readonly fixed: number;
  readonly idle: number;
  readonly embodied: number;
}

const carbonParts = (
  { deployment, throughput, carbon }: Estimate,
  parts: Catalogue,
): CarbonParts | undefined => {
  const { power, basis } = siteOf(deployment, parts);
  if (power === undefined || carbon.operational === undefined || carbon.embodied === undefined)
    return undefined;
  if (carbon.per !== 'unit') return undefined;
  const idleJoules = (power.idle.mid * deployment.count) / throughput.unitsPerSecond;
  return {
    fixed: carbon.operational.mid,
    idle: idleJoules * basis.pue.mid * basis.intensity.mid,
    embodied: carbon.embodied.mid * basis.utilization.mid,
  };
};

/** Carbon of one unit when the boards work a share `u` of the time and idle the rest. */
const gramsAt = ({ fixed, idle, embodied }: CarbonParts, u: number): number =>
  fixed + (idle * (1 - u)) / u + embodied / u;

/** Solves gramsAt(a, u) = gramsAt(b, 1): u = (idle + embodied) / (target − fixed + idle). */
const breakEvenCarbon = (a: CarbonParts | undefined, b: CarbonParts | undefined): number | undefined => {
  if (a === undefined || b === undefined) return undefined;
  const target = gramsAt(b, 1);
  if (target < gramsAt(a, 1)) return undefined;
  return (a.idle + a.embodied) / (target - a.fixed + a.idle);
};

/** Every deployment against every other. */
export const breakEvens = (
  rows: readonly Estimate[],
  parts: Catalogue = catalogue(),
): readonly BreakEven[] => {
  const carbon = new Map(rows.map((row) => [row, carbonParts(row, parts)]));
  return rows.flatMap((a) =>
    rows
      .filter((b) => b !== a)
      .map((b): BreakEven => {
        const duty = breakEvenDuty(a, b, parts);
        const busy = breakEvenCarbon(carbon.get(a), carbon.get(b));
        return {
          accelerator: a.deployment.accelerator,
          count: a.deployment.count,
          against: b.deployment.accelerator,
          againstCount: b.deployment.count,
          ...(duty === undefined ? {} : { energy: duty }),
          ...(busy === undefined ? {} : { carbon: busy }),
        };
      }),
  );
};
