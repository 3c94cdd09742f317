import { account } from '../carbon/account';
import { acceleratorHours, trainingCost } from '../carbon/life/training';
import { type Life, type SplitName, wholeLife } from '../carbon/life/whole-life';
import type { Deployment } from '../estimate/deployment';
import type { Estimate } from '../estimate/estimate-types';
import { typicalDraw } from '../estimate/typical-draw';
import type { Accelerator } from '../hardware/accelerator';
import { findAccelerator } from '../hardware/find';
import type { Catalogue } from '../hardware/load';
import { Problem } from '../problem';
import { type GramsCO2e, grams } from '../units/quantity';
import { mapRange, type Range } from '../units/range';
import type { Dtype } from '../workload/dtype';
import type { Workload } from '../workload/workload';

/** A model's whole life, as a scenario states it. */
export interface LifePlan {
  /** Years of service, whole. */
  readonly years: number;
  readonly trainingTokens: number;
  /** Model FLOPs utilisation of the training. */
  readonly mfu?: number;
  readonly retrainingsPerYear?: number;
  /** In the first year; without it inference follows the split. */
  readonly requestsPerDay?: number;
  readonly growth?: number;
  readonly split?: SplitName;
}

const DAYS_PER_YEAR = 365;
/** Formats that models are trained in, the usual one first. */
const TRAINING_FORMATS: readonly Dtype[] = ['bf16', 'fp16', 'fp32'];

/**
 * Carbon of a model from its experiments to its last request: trained on the deployment's accelerators and site,
 * served as estimated. Undefined where the estimate does not know its carbon.
 * @throws Problem for a trace, which has no parameters to train.
 */
export const scenarioLife = (
  plan: LifePlan,
  { estimate, workload }: { readonly estimate: Estimate; readonly workload: Workload },
  parts: Catalogue,
): Life | undefined => {
  const { deployment, carbon } = estimate;
  const training = trainingCarbon(plan, workload, deployment, findAccelerator(parts, deployment.accelerator));
  const perUnit = carbon.total;
  const { requestsPerDay, years, retrainingsPerYear, growth, split } = plan;
  if (training === undefined || (requestsPerDay !== undefined && perUnit === undefined)) return undefined;
  const unitsPerYear = (requestsPerDay ?? 0) * DAYS_PER_YEAR * (workload.units / workload.batch);
  const inferencePerYear =
    requestsPerDay === undefined || perUnit === undefined
      ? undefined
      : mapRange(perUnit, (each) => grams(each * unitsPerYear));
  return wholeLife({ training, years, retrainingsPerYear, growth, split, inferencePerYear });
};

/** One training run, low to high over the accelerator time it may take. */
const trainingCarbon = (
  { trainingTokens, mfu }: LifePlan,
  workload: Workload,
  deployment: Deployment,
  accelerator: Accelerator,
): Range<GramsCO2e> | undefined => {
  const activeParameters = workload.phases
    .flatMap(({ operators }) => operators)
    .reduce((sum, operator) => sum + (operator.activeParameters ?? operator.parameters ?? 0), 0);
  if (activeParameters === 0) {
    throw new Problem(`${workload.name} has no parameters to train; expected a model config for a life`);
  }
  const dtype = TRAINING_FORMATS.find((format) => accelerator.peak[format] !== undefined) ?? 'bf16';
  const hours = acceleratorHours(
    trainingCost({ activeParameters, tokens: trainingTokens, accelerator, dtype, mfu }),
  );
  const of = (run: number) =>
    account({ ...deployment, accelerator, hours: run, powerModel: typicalDraw }).carbon.total;
  const [low, mid, high] = [of(hours.low), of(hours.mid), of(hours.high)];
  return low === undefined || mid === undefined || high === undefined
    ? undefined
    : { low: low.low, mid: mid.mid, high: high.high };
};
