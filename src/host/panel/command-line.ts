import type { View } from '../../protocol/analysis';
import type { PanelContent } from '../../protocol/panel-state';

/** Quoted for a POSIX shell where it needs to be. */
const quoted = (word: string): string =>
  /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

const flag = (name: string, value: string | number | undefined): readonly string[] =>
  value === undefined ? [] : [name, quoted(String(value))];

interface ShownFile {
  readonly kind: PanelContent['kind'];
  readonly deployment: Pick<PanelContent['deployment'], 'accelerator' | 'count'>;
}

/** The `wattlens` line that prints the numbers of a panel. */
export const commandLine = (
  file: string,
  { kind, deployment }: ShownFile,
  { defaults, change }: View,
): string => {
  const { zone, pue, lifetimeYears, batch, input, output, dtype } = {
    dtype: undefined,
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
        ]
      : []),
    ...flag('--zone', zone),
    ...flag('--pue', pue),
    ...flag('--lifetime', lifetimeYears),
  ].join(' ');
};
