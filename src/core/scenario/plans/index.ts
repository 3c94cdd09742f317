import type { IntensityProfile } from '../../carbon/grid/profile';
import { Problem } from '../../problem';
import type { LifePlan } from '../life';
import { type FederatedPlan, type FederatedReport, federatedOf } from './federated';
import { type LifeReport, wholeLifeOf } from './life';
import type { PlanId } from './names';
import { type PaybackPlan, type PaybackReport, paybackOf } from './payback';
import { type RatesPlan, type RatesReport, ratesOf } from './rates';
import { searchOf, type SearchPlan, type SearchProgress, type SearchReport } from './search';
import { type ShiftPlan, type ShiftReport, shiftOf } from './shift';
import type { PlanSubject } from './subject';

/** What each plan is told: a section of a scenario, or the flags. */
export interface PlanOptions {
  readonly rates?: RatesPlan;
  readonly shift?: ShiftPlan;
  readonly life?: LifePlan;
  readonly payback?: PaybackPlan;
  readonly search?: SearchPlan;
  readonly federated?: FederatedPlan;
}

export type PlanReport =
  RatesReport | ShiftReport | LifeReport | PaybackReport | SearchReport | FederatedReport;

const MISSING: Readonly<Record<'life' | 'payback' | 'federated', string>> = {
  life: 'years and trainingTokens',
  payback: 'replaces, the hardware that is replaced',
  federated: 'serverHours and clients',
};

const given = <T>(id: keyof typeof MISSING, options: T | undefined): T => {
  if (options !== undefined) return options;
  throw new Problem(
    `nothing says what to plan; expected a section ${id} in the scenario, with ${MISSING[id]}`,
  );
};

/**
 * One plan for a subject. Only a search takes long: it yields how far it is.
 * @param profile The grid by the hour, where a shift names one.
 * @throws Problem where what it needs is not given or not known.
 */
export function* planOf(
  id: PlanId,
  subject: PlanSubject,
  options: PlanOptions,
  profile?: IntensityProfile,
): Generator<SearchProgress, PlanReport, undefined> {
  switch (id) {
    case 'rates':
      return ratesOf(subject, options.rates ?? {});
    case 'shift':
      return shiftOf(subject, options.shift ?? {}, profile);
    case 'life':
      return wholeLifeOf(subject, given('life', options.life));
    case 'payback':
      return paybackOf(subject, given('payback', options.payback));
    case 'search':
      return yield* searchOf(subject, options.search ?? {});
    case 'federated':
      return federatedOf(given('federated', options.federated));
  }
}

/** The plan without its steps, for those who need not show them. */
export const finished = <T>(
  steps: Generator<SearchProgress, T, undefined>,
  onStep: (at: SearchProgress) => void = () => {},
): T => {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    onStep(step.value);
  }
};
