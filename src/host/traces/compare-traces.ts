import type { Uri } from 'vscode';
import { workspace } from 'vscode';
import type { FileAnalysis } from '../analysis/file-analysis';
import { copyText } from '../panel/copy-text';
import type { Panels } from '../panel/panels';
import { pickTrace } from './pick-trace';
import { whileReading } from './read-other';

/** Sets a trace beside the one of an analysis, asking for it where none is given. False when the user gives up. */
export const compareWithTrace = async (analysis: FileAnalysis, given?: Uri): Promise<boolean> => {
  const before = given ?? (await pickTrace('Compare with Trace', analysis.uri));
  if (before === undefined) return false;
  const shown = await whileReading(analysis, before, () => analysis.compareTrace(before));
  return shown !== undefined;
};

/** The one changed first is what was before; by name where both are as old. */
const inOrder = async (a: Uri, b: Uri): Promise<readonly [before: Uri, after: Uri]> => {
  const [first, second] = await Promise.all([a, b].map((uri) => workspace.fs.stat(uri)));
  const age =
    (first?.mtime ?? 0) - (second?.mtime ?? 0) || a.path.localeCompare(b.path, 'en', { numeric: true });
  return age <= 0 ? [a, b] : [b, a];
};

/** Compares the two traces that are selected in the explorer. */
export const compareSelectedTraces = async (panels: Panels, selected: readonly Uri[]): Promise<void> => {
  const [a, b, ...more] = selected;
  if (a === undefined || b === undefined || more.length > 0)
    throw new Error(`${selected.length} files are selected; expected two traces`);
  const [before, after] = await inOrder(a, b);
  await compareWithTrace(panels.show(after).analysis, before);
};

export const copyComparison = async (analysis: FileAnalysis): Promise<void> =>
  copyText(await analysis.comparisonMarkdown(), 'comparison as Markdown');
