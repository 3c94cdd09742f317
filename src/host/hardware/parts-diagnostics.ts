import {
  type Diagnostic,
  DiagnosticSeverity,
  Disposable,
  type DocumentSelector,
  languages,
  type TextDocument,
  workspace,
} from 'vscode';
import type { Fault } from '../../protocol/analysis';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import { textOf } from '../editor/config-documents';
import { faultDiagnostic, ourDiagnostic } from '../editor/our-diagnostic';
import { QuietDocuments } from '../editor/quiet-documents';
import { PARTS_FILES } from './workspace-parts';

export const PARTS_DOCUMENTS: DocumentSelector = [{ pattern: PARTS_FILES }];

const diagnosticsOf = (document: TextDocument, fault: Fault | undefined): readonly Diagnostic[] => [
  ...(fault === undefined ? [] : [faultDiagnostic(document, fault)]),
  ...(workspace.isTrusted
    ? []
    : [
        ourDiagnostic(
          document.lineAt(0).range,
          'In Restricted Mode the parts of this file are not used; trust the workspace to use them.',
          DiagnosticSeverity.Information,
        ),
      ]),
];

/** Says on the very line what is wrong with a file of parts, as the command line does. */
export const showPartsProblems = (worker: AnalysisWorker): Disposable => {
  const collection = languages.createDiagnosticCollection('wattlens-hardware');
  const check = async (document: TextDocument): Promise<void> => {
    const { version } = document;
    const fault = await worker.remote.checkParts(textOf(document));
    if (!document.isClosed && document.version === version)
      collection.set(document.uri, diagnosticsOf(document, fault));
  };
  const documents = new QuietDocuments(PARTS_DOCUMENTS, check, (uri) => collection.delete(uri));
  return Disposable.from(
    collection,
    documents,
    workspace.onDidGrantWorkspaceTrust(() => documents.again()),
  );
};
