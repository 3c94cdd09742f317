import { commands, Disposable, window } from 'vscode';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import type { Config } from '../config';
import type { ConfigDocuments } from '../editor/config-documents';
import { ModelView } from './model-view';
import { SHOW_FIELD } from './module-item';
import { showSizingField } from './show-field';

export const MODEL_VIEW = 'wattlens.model';

/** The tree of modules beside the editor, and what a click on one does. */
export const registerModelView = (
  configs: ConfigDocuments,
  worker: AnalysisWorker,
  config: Config,
): { readonly view: ModelView; readonly registration: Disposable } => {
  const view = new ModelView(configs, worker, config);
  const registration = Disposable.from(
    view,
    window.createTreeView(MODEL_VIEW, { treeDataProvider: view, showCollapseAll: true }),
    commands.registerCommand(SHOW_FIELD, showSizingField(view, worker)),
  );
  return { view, registration };
};
