import { Problem } from '../../problem';
import type { Assumption } from '../../units/provenance';
import { type GramsCO2e, grams } from '../../units/quantity';
import { mapRange, type Range } from '../../units/range';
import { dataFile, once } from '../data';
import { addCarbon } from '../operational';
import lifecycleFile from './lifecycle.yaml';

/** Published fleets and projects whose split can be assumed. */
export const SPLITS = ['recommendation', 'language', 'research'] as const;
export type SplitName = (typeof SPLITS)[number];
export const isSplit = (name: string): name is SplitName => SPLITS.some((split) => split === name);

export interface LifeInput {
  /** One training run, operational and embodied. */
  readonly training: Range<GramsCO2e>;
  /** Years of service, whole. */
  readonly years: number;
  /** Trainings after the first, per year. */
  readonly retrainingsPerYear?: number | undefined;
  /** Of the first year of service; without it the split says how much inference goes with the training. */
  readonly inferencePerYear?: Range<GramsCO2e> | undefined;
  /** Growth of inference from year to year: 0.5 is half as much again. */
  readonly growth?: number | undefined;
  readonly split?: SplitName | undefined;
}

export interface Life {
  readonly experimentation: Range<GramsCO2e>;
  readonly training: Range<GramsCO2e>;
  readonly inference: Range<GramsCO2e>;
  readonly total: Range<GramsCO2e>;
  readonly assumptions: readonly Assumption[];
}

interface Split {
  readonly experimentation: number;
  readonly training: number;
  readonly inference: number;
  readonly source: string;
}

const splits = once(() => dataFile(lifecycleFile, 'life/lifecycle.yaml').at('splits'));
const splitOf = (name: SplitName): Split => {
  const facts = splits().at(name);
  return {
    experimentation: facts.at('experimentation').number(),
    training: facts.at('training').number(),
    inference: facts.at('inference').number(),
    source: facts.at('source').text(),
  };
};

/**
 * Carbon of a model over its life: training with its retrainings, the experimentation that goes with it, and the
 * inference of every year, growing. What is not measured follows the split of a published fleet.
 * @throws Problem for years, retrainings or growth that cannot be.
 */
export const wholeLife = (input: LifeInput): Life => {
  const { years, retrainingsPerYear = 0, growth = 0, split: name = 'recommendation' } = input;
  if (!Number.isInteger(years) || years < 1)
    throw new Problem(`a life of ${years} years cannot be; expected a whole number of 1 or more`);
  if (!(retrainingsPerYear >= 0))
    throw new Problem(`${retrainingsPerYear} retrainings a year cannot be; expected 0 or more`);
  if (!(growth > -1))
    throw new Problem(
      `a growth of ${growth} cannot be; expected more than -1, such as 0.5 for half as much again`,
    );
  const split = splitOf(name);
  const trainings = 1 + retrainingsPerYear * years;
  const times = (range: Range<GramsCO2e>, factor: number) =>
    mapRange(range, (value) => grams(value * factor));
  const training = times(input.training, trainings);
  const experimentation = times(training, split.experimentation / split.training);
  const inference =
    input.inferencePerYear === undefined
      ? times(training, split.inference / split.training)
      : times(input.inferencePerYear, growing(years, growth));
  return {
    experimentation,
    training,
    inference,
    total: addCarbon(addCarbon(experimentation, training), inference),
    assumptions: [
      { id: 'life.trainings', value: trainings, unit: '', source: 'the first and its retrainings' },
      {
        id: 'life.split',
        value: `${split.experimentation} : ${split.training} : ${split.inference}`,
        unit: 'experimentation : training : inference',
        source: split.source,
        ...(input.inferencePerYear === undefined
          ? {}
          : { note: 'inference given, so only experimentation follows the split' }),
      },
      ...(input.inferencePerYear === undefined
        ? []
        : [{ id: 'life.growth', value: growth, unit: 'a year', source: 'given by the user' }]),
    ],
  };
};

/** First-year amounts that a number of growing years holds, Σ (1 + g)^k. */
const growing = (years: number, growth: number): number =>
  Array.from({ length: years }, (_, year) => (1 + growth) ** year).reduce((sum, value) => sum + value, 0);
