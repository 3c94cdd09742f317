import {
  Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  Disposable,
  languages,
  type TextDocument,
  type Uri,
  workspace,
} from 'vscode';
import type { Advice, Severity } from '../../core/models/advice';
import type { Config } from '../config';
import { CONFIG_DOCUMENTS, type ConfigDocuments, rangeIn } from './config-documents';

const QUIET_MILLISECONDS = 200;
export const DIAGNOSTIC_SOURCE = 'Wattlens';

/** What costs dearly is no fault of the file: published models do it. */
const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The rule that gave a diagnostic. */
export const ruleOf = ({ code }: Diagnostic): string | number | undefined =>
  typeof code === 'object' ? code.value : code;

const diagnosticOf = (
  document: TextDocument,
  { id, severity, range, message }: Advice,
  guide: Uri,
): Diagnostic => {
  const diagnostic = new Diagnostic(rangeIn(document, range), message, SEVERITIES[severity]);
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = { value: id, target: guide.with({ fragment: id }) };
  // A field that does nothing is faded, as unused code is.
  if (severity === 'hint') diagnostic.tags = [DiagnosticTag.Unnecessary];
  return diagnostic;
};

/** Not so a file as it was at a commit, which stands beside today's in a comparison. */
const canBeMended = ({ uri }: TextDocument): boolean =>
  workspace.fs.isWritableFileSystem(uri.scheme) !== false;

/**
 * Says of a model config, at the place, what cannot work in it, what costs dearly and what does nothing. The name of the
 * rule leads to its part of the guide.
 */
export const showConfigProblems = (configs: ConfigDocuments, config: Config, guide: Uri): Disposable => {
  const collection = languages.createDiagnosticCollection('wattlens');
  const timers = new Map<string, NodeJS.Timeout>();

  const check = async (document: TextDocument): Promise<void> => {
    const { version } = document;
    const advice = await configs.advice(document);
    if (document.isClosed || document.version !== version) return;
    const all = config.adviceEnabled(document);
    const shown = advice.filter(({ severity }) => all || severity === 'error');
    collection.set(
      document.uri,
      shown.map((one) => diagnosticOf(document, one, guide)),
    );
  };
  const later = (document: TextDocument): void => {
    if (languages.match(CONFIG_DOCUMENTS, document) === 0 || !canBeMended(document)) return;
    const key = document.uri.toString();
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => {
        timers.delete(key);
        void check(document);
      }, QUIET_MILLISECONDS),
    );
  };

  workspace.textDocuments.forEach(later);
  return Disposable.from(
    collection,
    config.onDidChange(() => workspace.textDocuments.forEach(later)),
    workspace.onDidOpenTextDocument(later),
    workspace.onDidChangeTextDocument(({ document }) => later(document)),
    workspace.onDidCloseTextDocument(({ uri }) => collection.delete(uri)),
    { dispose: () => timers.forEach((timer) => clearTimeout(timer)) },
  );
};
