import type { View } from '../../protocol/analysis';
import type { SweepRequest } from '../../protocol/comparing';
import type { RunInput } from '../../core/models/run-inputs';
import { AUTOMATIC, readDivision } from '../../protocol/division';
import type { PanelContent } from '../../protocol/panel-state';

/** Quoted for a POSIX shell where it needs to be. */
const quoted = (word: string): string =>
  /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

const flag = (name: string, value: string | number | undefined): readonly string[] =>
  value === undefined ? [] : [name, quoted(String(value))];

interface ShownFile {
  readonly kind: PanelContent['kind'];
  readonly choices: Pick<PanelContent['choices'], 'inputs'>;
  readonly deployment: Pick<PanelContent['deployment'], 'accelerator' | 'count'>;
}

/** `--tp 4 --pp 2` of a division that was chosen. */
const divisionFlags = (id: string | undefined): readonly string[] => {
  const division = id === undefined ? undefined : readDivision(id);
  if (division === undefined || division === AUTOMATIC) return [];
  const { tensor, pipeline, data, expert, context = 1 } = division;
  const ways = [
    ['--tp', tensor],
    ['--pp', pipeline],
    ['--dp', data],
    ['--cp', context],
    ['--ep', expert],
  ] as const;
  return ways.flatMap(([name, many]) => (many === 1 ? [] : flag(name, many)));
};

/** `--task train --zero 2` where training was chosen. */
const trainingFlags = ({ task, zero, checkpointing }: View['change']): readonly string[] =>
  task !== 'train'
    ? []
    : [
        ...flag('--task', task),
        ...flag('--zero', zero === 0 ? undefined : zero),
        ...flag('--checkpointing', checkpointing === 'none' ? undefined : checkpointing),
      ];

/** Flags of the inputs that act on the model: lengths always, the others where they were chosen. */
const inputFlags = (
  values: { readonly [K in RunInput]?: string | number },
  inputs: readonly RunInput[],
): readonly string[] =>
  // No image is what the command line has where it is told nothing.
  inputs.flatMap((input) => (values[input] === 0 ? [] : flag(`--${input}`, values[input])));

/** The `wattlens` line that prints a panel's sweep. */
export const sweepCommandLine = (
  file: string,
  { deployment: { count }, choices: { inputs } }: Pick<ShownFile, 'deployment' | 'choices'>,
  { defaults, change }: View,
  { accelerators, batch, input, output, metric, front, prices }: SweepRequest,
): string => {
  const { zone, pue, lifetimeYears, dtype, division } = {
    dtype: undefined,
    division: undefined,
    ...defaults,
    ...change,
  };
  return [
    ...['wattlens', 'sweep', quoted(file)],
    ...flag('--on', accelerators.map((id) => (count === 1 ? id : `${id}:${count}`)).join(',')),
    ...flag('--batch', batch),
    ...inputFlags({ ...change, input, output }, inputs),
    ...flag('--dtype', dtype),
    ...divisionFlags(division),
    ...trainingFlags(change),
    ...flag('--metric', metric),
    ...flag('--front', front.join(':')),
    ...flag('--price', prices.trim() === '' ? undefined : prices.trim()),
    ...flag('--zone', zone),
    ...flag('--pue', pue),
    ...flag('--lifetime', lifetimeYears),
  ].join(' ');
};

/** The `wattlens` line that prints the numbers of a panel. */
export const commandLine = (
  file: string,
  { kind, deployment, choices: { inputs } }: ShownFile,
  { defaults, change }: View,
): string => {
  const { zone, pue, lifetimeYears, batch, dtype, division, ...values } = {
    dtype: undefined,
    division: undefined,
    ...defaults,
    ...change,
  };
  return [
    ...['wattlens', 'estimate', quoted(file)],
    ...flag('--on', `${deployment.accelerator}:${deployment.count}`),
    ...(kind === 'model'
      ? [
          ...flag('--dtype', dtype),
          ...flag('--batch', batch),
          ...inputFlags(values, inputs),
          ...divisionFlags(division),
          ...trainingFlags(change),
        ]
      : []),
    ...flag('--zone', zone),
    ...flag('--pue', pue),
    ...flag('--lifetime', lifetimeYears),
  ].join(' ');
};
