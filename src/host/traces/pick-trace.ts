import type { Uri } from 'vscode';
import { type QuickPickItem, window, workspace } from 'vscode';

/** What the profilers call their files; formats themselves are told by content. */
const TRACE_FILES =
  '**/*.{trace.json,json.gz,trace.json.zst,trace.json.zip,xplane.pb,nsys-rep.sqlite,chakra.et}';
const EXCLUDED = '**/{node_modules,.git,.venv,venv,site-packages}/**';
const MOST_FILES = 500;

interface TraceItem extends QuickPickItem {
  /** Absent for the choice to look elsewhere. */
  readonly uri?: Uri;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const itemOf = (uri: Uri): TraceItem => {
  const path = workspace.asRelativePath(uri);
  const name = nameOf(path);
  return { label: name, description: path.slice(0, -name.length).replace(/\/$/, ''), uri };
};

const browse = async (title: string): Promise<Uri | undefined> => {
  const [chosen] =
    (await window.showOpenDialog({
      title,
      openLabel: 'Choose',
      filters: { 'Profiler traces': ['json', 'gz', 'zst', 'zip', 'pb', 'sqlite', 'et'], 'All files': ['*'] },
    })) ?? [];
  return chosen;
};

/** Asks for a trace: one of the workspace, or any file. Undefined when the user gives up. */
export const pickTrace = async (title: string, except?: Uri): Promise<Uri | undefined> => {
  const found = await workspace.findFiles(TRACE_FILES, EXCLUDED, MOST_FILES);
  const traces = found
    .filter((uri) => uri.toString() !== except?.toString())
    .sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
  if (traces.length === 0) return browse(title);
  const elsewhere: TraceItem = { label: '$(folder-opened) Another file…', alwaysShow: true };
  const chosen = await window.showQuickPick<TraceItem>([...traces.map(itemOf), elsewhere], {
    title,
    placeHolder: 'Trace of the workspace',
    matchOnDescription: true,
  });
  return chosen === undefined || chosen.uri !== undefined ? chosen?.uri : browse(title);
};
