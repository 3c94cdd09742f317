import type { Accelerator } from '../../hardware/accelerator';
import type { Facts } from '../../hardware/facts';
import { Problem } from '../../problem';
import type { Assumption } from '../../units/provenance';
import { type Flops, flops, SECONDS_PER_HOUR, type Seconds, seconds } from '../../units/quantity';
import { exactly, type Range } from '../../units/range';
import type { Dtype } from '../../workload/dtype';
import { dataFile, once } from '../data';
import trainingFile from './training.yaml';

export interface TrainingRun {
  /** Parameters that one token uses. */
  readonly activeParameters: number;
  /** Tokens trained on, all epochs together. */
  readonly tokens: number;
  readonly accelerator: Accelerator;
  /** Format of the arithmetic. */
  readonly dtype: Dtype;
  /** Model FLOPs utilisation, share of the peak of that format. */
  readonly mfu?: number | undefined;
  /** Accelerator time over the time that trains, 1 or more. */
  readonly overhead?: number | undefined;
}

export interface TrainingCost {
  readonly flops: Flops;
  /** Of all accelerators together. */
  readonly deviceSeconds: Range<Seconds>;
  readonly assumptions: readonly Assumption[];
}

/** Forward 2, backward 4 per parameter and token (Kaplan et al. 2020, arXiv:2001.08361); attention left out. */
const FLOPS_PER_PARAMETER_AND_TOKEN = 6;

const facts = once(() => dataFile(trainingFile, 'life/training.yaml'));

/**
 * Accelerator time of a training run, 6·N·D / (peak · MFU) · overhead. Recomputed activations count in MFU, which
 * is of the model's own arithmetic.
 * @throws Problem where a number cannot be, or the part has no such arithmetic.
 */
export const trainingCost = (run: TrainingRun): TrainingCost => {
  const { accelerator, dtype } = run;
  const peak = accelerator.peak[dtype];
  if (peak === undefined) {
    const known = Object.keys(accelerator.peak).join(', ');
    throw new Problem(`${accelerator.name} has no published ${dtype} rate; expected one of ${known}`);
  }
  const work =
    FLOPS_PER_PARAMETER_AND_TOKEN *
    positive(run.activeParameters, 'parameters') *
    positive(run.tokens, 'tokens');
  const mfu = chosen(
    'training.mfu',
    run.mfu,
    'mfu',
    (value) => value > 0 && value <= 1,
    'above 0 and up to 1',
  );
  const overhead = trainingOverhead(run.overhead);
  const at = (share: number, lost: number) => seconds((work / (peak.value * share)) * lost);
  return {
    flops: flops(work),
    deviceSeconds: {
      low: at(mfu.range.high, overhead.range.low),
      mid: at(mfu.range.mid, overhead.range.mid),
      high: at(mfu.range.low, overhead.range.high),
    },
    assumptions: [
      { id: `hardware.peak.${dtype}`, value: peak.value, unit: 'flop/s', source: peak.source },
      mfu.assumption,
      overhead.assumption,
    ],
  };
};

/** Accelerator time over the time that trains, given or usual. @throws Problem below 1. */
export const trainingOverhead = (given?: number): Chosen =>
  chosen('training.overhead', given, 'overhead', (value) => value >= 1, '1 or more');

/** Accelerator-hours, as `account` takes them. */
export const acceleratorHours = ({ deviceSeconds }: TrainingCost): Range<number> => ({
  low: deviceSeconds.low / SECONDS_PER_HOUR,
  mid: deviceSeconds.mid / SECONDS_PER_HOUR,
  high: deviceSeconds.high / SECONDS_PER_HOUR,
});

const positive = (value: number, what: string): number => {
  if (!Number.isFinite(value) || value <= 0)
    throw new Problem(`${value} ${what} cannot be trained; expected more than 0`);
  return value;
};

export interface Chosen {
  readonly range: Range<number>;
  readonly assumption: Assumption;
}

const chosen = (
  id: string,
  given: number | undefined,
  key: 'mfu' | 'overhead',
  allowed: (value: number) => boolean,
  expected: string,
): Chosen => {
  if (given === undefined) return usual(id, facts().at(key));
  if (!allowed(given)) throw new Problem(`a training ${key} of ${given} cannot be; expected ${expected}`);
  return { range: exactly(given), assumption: { id, value: given, unit: '', source: 'given by the user' } };
};

const usual = (id: string, data: Facts): Chosen => {
  const range = {
    low: data.at('low').number(),
    mid: data.at('value').number(),
    high: data.at('high').number(),
  };
  return {
    range,
    assumption: {
      id,
      value: range.mid,
      unit: '',
      source: data.at('source').text(),
      low: range.low,
      high: range.high,
    },
  };
};
