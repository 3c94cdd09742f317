import { account } from '../carbon/account';
import { acceleratorHours, trainingCost, trainingOverhead } from '../carbon/life/training';
import { type Life, type SplitName, wholeLife } from '../carbon/life/whole-life';
import type { Deployment } from '../estimate/deployment';
import { estimate as estimateOf } from '../estimate/estimate';
import type { Estimate } from '../estimate/estimate-types';
import { typicalDraw } from '../estimate/typical-draw';
import type { Accelerator } from '../hardware/accelerator';
import { findAccelerator } from '../hardware/find';
import type { Catalogue } from '../hardware/load';
import type { Model } from '../models/model';
import { buildWorkload } from '../models/workload';
import { Problem } from '../problem';
import type { Assumption } from '../units/provenance';
import { type GramsCO2e, grams, SECONDS_PER_HOUR } from '../units/quantity';
import { mapRange, type Range } from '../units/range';
import type { Dtype } from '../workload/dtype';
import type { Workload } from '../workload/workload';

/** Where the time of training comes from: a share of peak arithmetic, or the performance model's training step. */
export const TRAINING_TIMES = ['mfu', 'model'] as const;
export type TrainingTime = (typeof TRAINING_TIMES)[number];

/** A model's whole life, as a scenario states it. */
export interface LifePlan {
  /** Years of service, whole. */
  readonly years: number;
  readonly trainingTokens: number;
  /** `mfu` unless said. */
  readonly trainingTime?: TrainingTime;
  /** Model FLOPs utilisation of the training. */
  readonly mfu?: number;
  /** Accelerator time over the time that trains: failures, restarts, evaluation. */
  readonly overhead?: number;
  /** Of the performance model's step: sequences in it, and tokens of each. */
  readonly trainingBatch?: number;
  readonly trainingSequence?: number;
  readonly retrainingsPerYear?: number;
  /** In the first year; without it inference follows the split. */
  readonly requestsPerDay?: number;
  readonly growth?: number;
  readonly split?: SplitName;
}

/** One training run. */
export interface TrainingCarbon {
  readonly acceleratorHours: Range<number>;
  readonly carbon: Range<GramsCO2e>;
  readonly assumptions: readonly Assumption[];
}

/** What is measured and estimated of what a life is of; `model` lets the performance model say how long training takes. */
export interface Living {
  readonly estimate: Estimate;
  readonly workload: Workload;
  readonly model?: Model | undefined;
}

const DAYS_PER_YEAR = 365;
/** Formats that models are trained in, the usual one first. */
const TRAINING_FORMATS: readonly Dtype[] = ['bf16', 'fp16', 'fp32'];
/** A training step where the scenario does not say. */
const STEP = { batch: 8, sequence: 4096 } as const;

/**
 * Carbon of a model from its experiments to its last request: trained on the deployment's accelerators and site,
 * served as estimated. Undefined where the estimate does not know its carbon.
 * @throws Problem for a trace, which has no parameters to train.
 */
export const scenarioLife = (plan: LifePlan, living: Living, parts: Catalogue): Life | undefined =>
  lifeOf(plan, living, parts)?.life;

/** The same with its training run told apart. */
export const lifeOf = (
  plan: LifePlan,
  living: Living,
  parts: Catalogue,
): { readonly life: Life; readonly training: TrainingCarbon } | undefined => {
  const { estimate, workload } = living;
  const training = trainingOf(plan, living, parts);
  const perUnit = estimate.carbon.total;
  const { requestsPerDay, years, retrainingsPerYear, growth, split } = plan;
  if (training === undefined || (requestsPerDay !== undefined && perUnit === undefined)) return undefined;
  const unitsPerYear = (requestsPerDay ?? 0) * DAYS_PER_YEAR * (workload.units / workload.batch);
  const inferencePerYear =
    requestsPerDay === undefined || perUnit === undefined
      ? undefined
      : mapRange(perUnit, (each) => grams(each * unitsPerYear));
  const life = wholeLife({
    training: training.carbon,
    years,
    retrainingsPerYear,
    growth,
    split,
    inferencePerYear,
  });
  return { life, training };
};

const trainingOf = (plan: LifePlan, living: Living, parts: Catalogue): TrainingCarbon | undefined => {
  const { deployment } = living.estimate;
  return plan.trainingTime === 'model'
    ? trainingByModel(plan, living, parts)
    : trainingByShare(plan, living.workload, deployment, findAccelerator(parts, deployment.accelerator));
};

/** Tokens over those per second that the performance model gives a training step, and the energy it gives them. */
const trainingByModel = (
  { trainingTokens, overhead, trainingBatch, trainingSequence }: LifePlan,
  { estimate, model }: Living,
  parts: Catalogue,
): TrainingCarbon | undefined => {
  if (model === undefined) {
    throw new Problem(
      'a trace tells nothing of training; expected a model config, or life.trainingTime: mfu',
    );
  }
  const { deployment } = estimate;
  const step = {
    batch: trainingBatch ?? STEP.batch * deployment.count,
    input: trainingSequence ?? Math.min(STEP.sequence, model.maxContext ?? STEP.sequence),
    output: 1,
  };
  const { weightDtype: _, kvDtype: __, ...place } = deployment;
  const workload = buildWorkload(model, {
    ...step,
    training: { optimizer: 'adam', checkpointing: 'selective' },
  });
  const trained = estimateOf(workload, place, parts);
  const { total } = trained.carbon;
  if (total === undefined) return undefined;
  const steps = trainingTokens / (step.batch * step.input);
  const lost = trainingOverhead(overhead);
  const times = <Q extends number>(
    range: Range<Q>,
    unit: (value: number) => Q,
    factor: number,
  ): Range<Q> => ({
    low: unit(range.low * factor * lost.range.low),
    mid: unit(range.mid * factor * lost.range.mid),
    high: unit(range.high * factor * lost.range.high),
  });
  const stepSeconds = (bound: 'low' | 'mid' | 'high') =>
    trained.phases.reduce((sum, { secondsRange }) => sum + secondsRange[bound], 0);
  const perStep = { low: stepSeconds('low'), mid: stepSeconds('mid'), high: stepSeconds('high') };
  return {
    acceleratorHours: times(perStep, (value) => value, (steps * deployment.count) / SECONDS_PER_HOUR),
    carbon: times(total, grams, steps * workload.units),
    assumptions: [
      {
        id: 'training.step',
        value: perStep.mid,
        unit: 's',
        source: 'derived: the performance model of this estimate',
        low: perStep.low,
        high: perStep.high,
        note: `${step.batch} sequences of ${step.input} tokens, Adam, selective checkpointing${trained.fits ? '' : '; it does not fit, times are as if it did'}`,
      },
      lost.assumption,
    ],
  };
};

/** Low to high over the accelerator time that 6·N·D at a share of peak may take. */
const trainingByShare = (
  { trainingTokens, mfu, overhead }: LifePlan,
  workload: Workload,
  deployment: Deployment,
  accelerator: Accelerator,
): TrainingCarbon | undefined => {
  // Every phase lists the weights it uses, mostly the same.
  const activeParameters = Math.max(
    0,
    ...workload.phases.map(({ operators }) =>
      operators.reduce((sum, { parameters = 0, activeParameters: active = parameters }) => sum + active, 0),
    ),
  );
  if (activeParameters === 0) {
    throw new Problem(`${workload.name} has no parameters to train; expected a model config for a life`);
  }
  const dtype = TRAINING_FORMATS.find((format) => accelerator.peak[format] !== undefined) ?? 'bf16';
  const cost = trainingCost({ activeParameters, tokens: trainingTokens, accelerator, dtype, mfu, overhead });
  const hours = acceleratorHours(cost);
  const of = (run: number) =>
    account({ ...deployment, accelerator, hours: run, powerModel: typicalDraw }).carbon.total;
  const [low, mid, high] = [of(hours.low), of(hours.mid), of(hours.high)];
  return low === undefined || mid === undefined || high === undefined
    ? undefined
    : {
        acceleratorHours: hours,
        carbon: { low: low.low, mid: mid.mid, high: high.high },
        assumptions: cost.assumptions,
      };
};
