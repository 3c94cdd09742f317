import { type Uri, window } from 'vscode';
import type { Panels } from '../panel/panels';

/** Asks which accelerators to set side by side, and shows them in the file's panel. */
export const compareHardware = async (panels: Panels, uri: Uri): Promise<void> => {
  const { analysis } = panels.show(uri);
  const { choices, comparison } = await analysis.content();
  const compared = new Set(comparison.rows.map(({ deployment }) => deployment.accelerator));
  const chosen = await window.showQuickPick(
    choices.accelerators.map(({ id, label, detail }) => ({
      label,
      description: id,
      ...(detail === undefined ? {} : { detail }),
      picked: compared.has(id),
      id,
    })),
    {
      title: 'Compare Hardware',
      canPickMany: true,
      ignoreFocusOut: true,
      matchOnDescription: true,
      placeHolder: 'Accelerators to compare',
    },
  );
  if (chosen !== undefined) await analysis.compareWith(chosen.map(({ id }) => id));
};
