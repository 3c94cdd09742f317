import {
  Diagnostic,
  DiagnosticSeverity,
  Disposable,
  type DocumentSelector,
  languages,
  Position,
  Range,
  type TextDocument,
  workspace,
} from 'vscode';
import type { Fault } from '../../protocol/analysis';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import { textOf } from '../editor/config-documents';
import { DIAGNOSTIC_SOURCE } from '../editor/diagnostics';
import { PARTS_FILES } from './workspace-parts';

const PARTS_DOCUMENTS: DocumentSelector = [{ pattern: PARTS_FILES }];
const QUIET_MILLISECONDS = 200;

const diagnosticAt = (range: Range, message: string, severity: DiagnosticSeverity): Diagnostic => {
  const diagnostic = new Diagnostic(range, message, severity);
  diagnostic.source = DIAGNOSTIC_SOURCE;
  return diagnostic;
};

/** The word at the fault's place, or else the rest of its line. */
const rangeOf = (document: TextDocument, { where: { line = 1, column = 1 } }: Fault): Range => {
  const start = document.validatePosition(new Position(line - 1, column - 1));
  return document.getWordRangeAtPosition(start) ?? new Range(start, document.lineAt(start.line).range.end);
};

const diagnosticsOf = (document: TextDocument, fault: Fault | undefined): readonly Diagnostic[] => [
  ...(fault === undefined
    ? []
    : [diagnosticAt(rangeOf(document, fault), fault.message, DiagnosticSeverity.Error)]),
  ...(workspace.isTrusted
    ? []
    : [
        diagnosticAt(
          document.lineAt(0).range,
          'In Restricted Mode the parts of this file are not used; trust the workspace to use them.',
          DiagnosticSeverity.Information,
        ),
      ]),
];

/** Says on the very line what is wrong with a file of parts, as the command line does. */
export const showPartsProblems = (worker: AnalysisWorker): Disposable => {
  const collection = languages.createDiagnosticCollection('wattlens-hardware');
  const timers = new Map<string, NodeJS.Timeout>();

  const check = async (document: TextDocument): Promise<void> => {
    const { version } = document;
    const fault = await worker.remote.checkParts(textOf(document));
    if (!document.isClosed && document.version === version)
      collection.set(document.uri, diagnosticsOf(document, fault));
  };
  const later = (document: TextDocument): void => {
    if (languages.match(PARTS_DOCUMENTS, document) === 0) return;
    const key = document.uri.toString();
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => void check(document), QUIET_MILLISECONDS),
    );
  };
  const close = ({ uri }: TextDocument): void => {
    clearTimeout(timers.get(uri.toString()));
    timers.delete(uri.toString());
    collection.delete(uri);
  };

  workspace.textDocuments.forEach(later);
  return Disposable.from(
    collection,
    workspace.onDidOpenTextDocument(later),
    workspace.onDidChangeTextDocument(({ document }) => later(document)),
    workspace.onDidCloseTextDocument(close),
    workspace.onDidGrantWorkspaceTrust(() => workspace.textDocuments.forEach(later)),
    { dispose: () => timers.forEach((timer) => clearTimeout(timer)) },
  );
};
