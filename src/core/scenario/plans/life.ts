import { attributed } from '../../carbon/attribution/attribute';
import type { GramsCO2e } from '../../units/quantity';
import { grams } from '../../units/quantity';
import { mapRange, type Range } from '../../units/range';
import { Problem } from '../../problem';
import type { Assumption } from '../../units/provenance';
import { lifeOf, type LifePlan } from '../life';
import type { PlanSubject } from './subject';

export interface LifeReport {
  readonly plan: 'life';
  /** One run, its hours of all accelerators together. */
  readonly training: { readonly acceleratorHours: Range<number>; readonly carbon: Range<GramsCO2e> };
  readonly parts: {
    readonly experimentation: Range<GramsCO2e>;
    readonly training: Range<GramsCO2e>;
    readonly inference: Range<GramsCO2e>;
  };
  readonly total: Range<GramsCO2e>;
  /** Inference of each year of service, the fleet growing. */
  readonly years: readonly { readonly year: number; readonly inference: Range<GramsCO2e> }[];
  readonly assumptions: readonly Assumption[];
}

/**
 * Carbon of a model from its experiments to its last request, year by year.
 * @throws Problem for a trace, or where carbon is not known.
 */
export const wholeLifeOf = (subject: PlanSubject, plan: LifePlan): LifeReport => {
  const found = lifeOf(plan, subject, subject.parts);
  if (found === undefined) {
    throw new Problem(
      `the carbon of ${subject.estimate.deployment.accelerator} is not known; expected a part with a known TDP and a published die or footprint`,
    );
  }
  const { life, training } = found;
  const growth = plan.requestsPerDay === undefined ? 0 : (plan.growth ?? 0);
  const shares = Array.from({ length: plan.years }, (_, year) => (1 + growth) ** year);
  const all = shares.reduce((sum, share) => sum + share, 0);
  return {
    plan: 'life',
    training: { acceleratorHours: training.acceleratorHours, carbon: training.carbon },
    parts: {
      experimentation: life.experimentation,
      training: life.training,
      inference: life.inference,
    },
    total: life.total,
    years: shares.map((share, year) => ({
      year: year + 1,
      inference: mapRange(life.inference, (whole) => grams((whole * share) / all)),
    })),
    assumptions: attributed([...training.assumptions, ...life.assumptions]),
  };
};
