import {
  type Diagnostic,
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
import { ourDiagnostic } from './our-diagnostic';
import { QuietDocuments } from './quiet-documents';

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
  const diagnostic = ourDiagnostic(rangeIn(document, range), message, SEVERITIES[severity]);
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
  const check = async (document: TextDocument): Promise<void> => {
    if (!canBeMended(document)) return;
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
  const documents = new QuietDocuments(CONFIG_DOCUMENTS, check, (uri) => collection.delete(uri));
  return Disposable.from(
    collection,
    documents,
    config.onDidChange(() => documents.again()),
  );
};
