import type { View } from '../../protocol/analysis';
import type { SweepRequest } from '../../protocol/comparing';
import { AUTOMATIC, readDivision } from '../../protocol/division';
import type { PanelContent } from '../../protocol/panel-state';

/** Quoted for a POSIX shell where it needs to be. */
const quoted = (word: string): string =>
  /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

const flag = (name: string, value: string | number | undefined): readonly string[] =>
  value === undefined ? [] : [name, quoted(String(value))];

interface ShownFile {
  readonly kind: PanelContent['kind'];
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

/** The `wattlens` line that prints a panel's sweep. */
export const sweepCommandLine = (
  file: string,
  count: number,
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
    ...flag('--input', input),
    ...flag('--output', output),
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
  { kind, deployment }: ShownFile,
  { defaults, change }: View,
): string => {
  const { zone, pue, lifetimeYears, batch, input, output, dtype, division } = {
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
          ...flag('--input', input),
          ...flag('--output', output),
          ...divisionFlags(division),
          ...trainingFlags(change),
        ]
      : []),
    ...flag('--zone', zone),
    ...flag('--pue', pue),
    ...flag('--lifetime', lifetimeYears),
  ].join(' ');
};
