import { commands, Disposable, type Uri, window } from 'vscode';
import { messageOf } from '../../protocol/rpc';
import type { Panels } from '../panel/panels';
import { copyText } from '../panel/copy-text';
import type { ZoneSearch } from '../panel/zone-search';
import { compareHardware } from './compare';
import { targetOf } from './target';
import { whatIf } from './what-if';

/** Everything the palette and the menus offer. Each is about one file. */
export const registerCommands = (panels: Panels, zones: ZoneSearch): Disposable => {
  const register = (id: string, run: (uri: Uri) => Promise<void> | void): Disposable =>
    commands.registerCommand(id, async (argument: unknown) => {
      const uri = targetOf(argument, panels);
      if (uri === undefined) {
        void window.showWarningMessage('Wattlens: open a model config or a trace first.');
        return;
      }
      try {
        await run(uri);
      } catch (error) {
        void window.showErrorMessage(`Wattlens: ${messageOf(error)}`);
      }
    });
  return Disposable.from(
    register('wattlens.analyze', (uri) => void panels.show(uri)),
    register('wattlens.whatIf', (uri) => whatIf(panels, zones, uri)),
    register('wattlens.compare', (uri) => compareHardware(panels, uri)),
    register('wattlens.sweep', (uri) => panels.show(uri).showTab('sweep')),
    register('wattlens.copyMarkdown', async (uri) => {
      await copyText(await panels.show(uri).analysis.markdown(), 'report as Markdown');
    }),
  );
};
