import { Selection, TextEditorRevealType, window } from 'vscode';
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
    const place = rangeIn(document, range);
    const editor = window.visibleTextEditors.find((visible) => visible.document === document);
    const shown = editor ?? (await window.showTextDocument(document, { preserveFocus: true }));
    shown.selection = new Selection(place.start, place.end);
    shown.revealRange(place, TextEditorRevealType.InCenterIfOutsideViewport);
  };
