import type { StepReport, StepsReport } from '../../traces/analysis/steps';
import { formatCount, formatQuantity, formatShare } from '../../units/format';
import { analysisBlocks } from '../documents/trace';
import { note } from './limits';
import type { BarsBlock, PageBlock, PageMaker } from './page';

const MOST_STEPS = 30;
const MOST_LISTED = 1000;

const PARTS = [
  ['kernel', 'kernels'],
  ['memcpy', 'copies'],
  ['memset', 'sets'],
  ['communication', 'communication'],
  ['runtime', 'runtime'],
  ['dataLoader', 'data loading'],
  ['host', 'host operators'],
] as const satisfies readonly (readonly [keyof StepReport, string])[];

const bars = ({ steps, durations, variation }: StepsReport): BarsBlock => {
  const drawn = steps.slice(0, MOST_STEPS);
  const more = steps.length > drawn.length ? ` The first ${drawn.length} of ${steps.length} are drawn.` : '';
  return {
    kind: 'bars',
    title: 'What the time of each step goes to',
    summary:
      (steps.length === 1
        ? `One step of ${formatQuantity(durations.mean, 's')}.`
        : `${steps.length} steps of ${formatQuantity(durations.mean, 's')} on average, ${formatQuantity(durations.min, 's')} to ` +
          `${formatQuantity(durations.max, 's')}; they vary by ${formatShare(variation)}.`) + more,
    unit: 's',
    labels: drawn.map(({ number }) => (number === undefined ? 'whole trace' : `step ${number}`)),
    series: [
      ...PARTS.filter(([part]) => drawn.some((step) => step[part] > 0)).map(([part, name]) => ({
        name,
        values: drawn.map((step) => step[part]),
      })),
      { name: 'other', values: drawn.map(({ other }) => other), rest: true },
    ],
  };
};

const listing = (steps: StepsReport): readonly PageBlock[] => {
  const listed = { steps: { ...steps, steps: steps.steps.slice(0, MOST_LISTED) } };
  return [
    ...analysisBlocks(listed, 'steps', 'How alike they are').map((block) =>
      block.kind === 'table' ? { ...block, heading: 'Steps' } : block,
    ),
    ...(steps.steps.length > MOST_LISTED
      ? [
          note(
            `The first ${formatCount(MOST_LISTED)} of ${formatCount(steps.steps.length)} steps are listed.`,
          ),
        ]
      : []),
  ];
};

export const stepsPage: PageMaker = {
  id: 'steps',
  analyses: ['steps'],
  blocks: ({ steps }) =>
    steps === undefined
      ? [note('The trace has neither steps of the profiler nor operators.')]
      : [
          bars(steps),
          ...(steps.steps.some(({ number }) => number !== undefined)
            ? []
            : [note('The trace has no events of steps, so all of it is taken as one step.')]),
          ...listing(steps),
        ],
};
