import { window } from 'vscode';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import { rangeIn, textOf } from '../editor/config-documents';
import type { ModelView } from './model-view';

/** Selects the value that sizes a module of the view. Focus stays where it is. */
export const showSizingField =
  (view: ModelView, worker: AnalysisWorker) =>
  async (module: unknown): Promise<void> => {
    const { document } = view;
    if (document === undefined || typeof module !== 'string') return;
    const { version } = document;
    const range = await worker.remote.sizingField(textOf(document), module);
    if (range === undefined || document.version !== version) return;
    // By its address: the view may still hold a document that was closed and opened again.
    const { uri } = document;
    const editor = window.visibleTextEditors.find((visible) => visible.document.uri.toString() === `${uri}`);
    await window.showTextDocument(uri, {
      selection: rangeIn(document, range),
      preserveFocus: true,
      ...(editor?.viewColumn === undefined ? {} : { viewColumn: editor.viewColumn }),
    });
  };
