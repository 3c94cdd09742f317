import { commands, type Disposable, Uri, window } from 'vscode';
import type { Panels } from '../panel/panels';

/** A folder from the explorer, else one that is asked for. */
const folderOf = async (argument: unknown): Promise<Uri | undefined> => {
  if (argument instanceof Uri) return argument;
  const [chosen] =
    (await window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: 'Open Traces',
      title: 'A folder with one trace a rank',
    })) ?? [];
  return chosen;
};

/** Shows the traces of a folder, one a rank, in one report, which begins with the ranks side by side. */
export const registerOpenTraceFolder = (panels: Panels): Disposable =>
  commands.registerCommand('wattlens.openTraceFolder', async (argument: unknown) => {
    const folder = await folderOf(argument);
    if (folder !== undefined) panels.show(folder).showTab('ranks');
  });
