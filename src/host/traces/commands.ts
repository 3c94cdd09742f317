import { commands, Disposable, Uri, window } from 'vscode';
import { messageOf } from '../../protocol/rpc';
import { formatCount, formatShare } from '../../core/units/format';
import { targetOf } from '../commands/target';
import type { Config } from '../config';
import type { Panels } from '../panel/panels';
import { compareSelectedTraces, compareWithTrace, copyComparison } from './compare-traces';
import type { LineTimes, LoadedTimes } from './line-times';
import { pickTrace } from './pick-trace';

/** Set where a trace was chosen whose times can stand beside the code. */
const CONTEXT = 'wattlens.hasLineTrace';

export interface TraceParts {
  readonly panels: Panels;
  readonly times: LineTimes;
  readonly config: Config;
}

/** What the palette and the menus offer for traces beside the report of one file. */
export const registerTraceCommands = ({ panels, times, config }: TraceParts): Disposable => {
  const register = (
    id: string,
    run: (argument: unknown, other: unknown) => Promise<void> | void,
  ): Disposable =>
    commands.registerCommand(id, async (argument: unknown, other: unknown) => {
      try {
        await run(argument, other);
      } catch (error) {
        void window.showErrorMessage(`Wattlens: ${messageOf(error)}`);
      }
    });
  const tellContext = (): void =>
    void commands.executeCommand('setContext', CONTEXT, times.chosen !== undefined);
  tellContext();

  /** Asks for the trace where none is given. */
  const choose = async (given?: Uri): Promise<void> => {
    const uri = given ?? (await pickTrace('Trace to Show beside the Code'));
    if (uri === undefined) return;
    const loaded = await times.choose(uri);
    await config.setLineTimesEnabled(true);
    void window.showInformationMessage(sentenceOf(loaded));
  };
  /** A trace shows its own times, and hides them when they are shown; elsewhere the last trace's come and go. */
  const toggle = async (given: Uri | undefined): Promise<void> => {
    const trace = given ?? panels.active?.analysis.uri;
    const isChosen = trace === undefined || trace.toString() === times.chosen?.toString();
    if (!isChosen || times.chosen === undefined) return choose(trace);
    const enabled = !config.lineTimesEnabled();
    await config.setLineTimesEnabled(enabled);
    if (enabled) await times.read();
  };
  const compare = async (argument: unknown, other: unknown): Promise<void> => {
    const uri = targetOf(argument, panels);
    if (uri === undefined) throw new Error('open a trace first');
    const { analysis } = panels.show(uri, { preserveFocus: !isUri(other) });
    await compareWithTrace(analysis, isUri(other) ? other : undefined);
  };
  return Disposable.from(
    times.onDidChange(tellContext),
    register('wattlens.toggleLineTimes', (argument) => toggle(isTrace(argument) ? argument : undefined)),
    register('wattlens.chooseLineTrace', (argument) => choose(isUri(argument) ? argument : undefined)),
    register('wattlens.openLineTrace', () => {
      if (times.chosen === undefined) throw new Error('no trace is shown beside the code yet');
      panels.show(times.chosen);
    }),
    register('wattlens.compareTrace', compare),
    register('wattlens.compareTraces', (_clicked, selected) =>
      compareSelectedTraces(panels, Array.isArray(selected) ? selected.filter(isUri) : []),
    ),
    register('wattlens.copyTraceComparison', async (argument) => {
      const uri = targetOf(argument, panels);
      const panel = uri === undefined ? undefined : panels.find(uri);
      if (panel === undefined) throw new Error('compare two traces first');
      await copyComparison(panel.analysis);
    }),
  );
};

const isUri = (argument: unknown): argument is Uri => argument instanceof Uri;

/** A menu of a Python editor hands over that editor's file. */
const isTrace = (argument: unknown): argument is Uri => isUri(argument) && !argument.path.endsWith('.py');

/** What came of it: how much is shown where, and what cannot be. */
const sentenceOf = ({ trace, files, ambiguous, attributed }: LoadedTimes): string => {
  const lines = [...files.values()].reduce(
    (sum, rows) => sum + new Set(rows.map(({ line }) => line)).size,
    0,
  );
  const names = [...files.keys()].map((address) => address.slice(address.lastIndexOf('/') + 1));
  const shown =
    files.size === 0
      ? `no Python function in ${trace.name} is in a file of this workspace`
      : `${trace.name} has times of ${formatCount(lines)} lines in ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more files` : ''}`;
  const part =
    trace.deviceSeconds === 0 || files.size === 0
      ? ''
      : `; ${formatShare(attributed)} of the device time was launched under Python functions`;
  const unclear =
    ambiguous.length === 0
      ? ''
      : ` Several files may be ${ambiguous.join(', ')}, so nothing is shown in them.`;
  return `Wattlens: ${shown}${part}.${unclear}`;
};
