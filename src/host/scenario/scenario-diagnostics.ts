import {
  Diagnostic,
  DiagnosticSeverity,
  Disposable,
  languages,
  Position,
  Range,
  type TextDocument,
  workspace,
} from 'vscode';
import type { CheckRow } from '../../core/report/check';
import type { Fault } from '../../protocol/analysis';
import { onFileChanged } from '../analysis/file-changes';
import { textOf } from '../editor/config-documents';
import { DIAGNOSTIC_SOURCE } from '../editor/diagnostics';
import { SCENARIO_DOCUMENTS, type ScenarioCheck, type ScenarioChecks } from './scenario-documents';

const QUIET_MILLISECONDS = 200;

/** The word at the fault's place, or else the rest of its line. */
const rangeOf = (document: TextDocument, { where: { line = 1, column = 1 } }: Fault): Range => {
  const start = document.validatePosition(new Position(line - 1, column - 1));
  return document.getWordRangeAtPosition(start) ?? new Range(start, document.lineAt(start.line).range.end);
};

const budgetDiagnostic = (row: CheckRow): Diagnostic => {
  const range = new Range(row.line - 1, row.column - 1, row.endLine - 1, row.endColumn - 1);
  const diagnostic = new Diagnostic(range, row.message, DiagnosticSeverity.Error);
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = row.budget;
  return diagnostic;
};

/** Where the scenario names its workload, or at its head. */
const workloadRange = (document: TextDocument): Range => {
  const match = /^\s+file\s*:\s*(\S.*?)\s*$/m.exec(document.getText());
  const end = match === null ? 0 : match.index + match[0].trimEnd().length;
  return match === null
    ? document.lineAt(0).range
    : new Range(document.positionAt(end - (match[1] ?? '').length), document.positionAt(end));
};

/** A fault of the scenario at its place; one of the file it names where it names it. */
const faultDiagnostic = (document: TextDocument, fault: Fault): Diagnostic => {
  const elsewhere = fault.where.file;
  const [range, message] =
    elsewhere === undefined
      ? [rangeOf(document, fault), fault.message]
      : [workloadRange(document), `${elsewhere}: ${fault.message}`];
  const diagnostic = new Diagnostic(range, message, DiagnosticSeverity.Error);
  diagnostic.source = DIAGNOSTIC_SOURCE;
  return diagnostic;
};

const diagnosticsOf = (document: TextDocument, { outcome }: ScenarioCheck): readonly Diagnostic[] =>
  outcome.ok
    ? outcome.value.results.filter(({ ok }) => !ok).map(budgetDiagnostic)
    : [faultDiagnostic(document, outcome.fault)];

/** One open scenario: checked again when it or what it names changes. */
class OpenScenario implements Disposable {
  private timer: NodeJS.Timeout | undefined;
  private workload: { readonly path: string; readonly watch: Disposable } | undefined;

  constructor(
    private readonly document: TextDocument,
    private readonly checks: ScenarioChecks,
    private readonly show: (diagnostics: readonly Diagnostic[]) => void,
  ) {
    this.later();
  }

  later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.check(), QUIET_MILLISECONDS);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.workload?.watch.dispose();
  }

  private async check(): Promise<void> {
    const { document } = this;
    const { version, uri } = document;
    const check = await this.checks.check(uri, textOf(document));
    if (document.isClosed || document.version !== version) return;
    if (check.workload !== undefined && check.workload.path !== this.workload?.path) {
      this.workload?.watch.dispose();
      const watch = onFileChanged(check.workload, () => this.later());
      this.workload = { path: check.workload.path, watch };
    }
    this.show(diagnosticsOf(document, check));
  }
}

/** Says on the very line which budget is exceeded, and of a broken scenario what the command line says of it. */
export const showScenarioProblems = (checks: ScenarioChecks): Disposable => {
  const collection = languages.createDiagnosticCollection('wattlens-scenarios');
  const scenarios = new Map<string, OpenScenario>();

  const close = ({ uri }: TextDocument): void => {
    scenarios.get(uri.toString())?.dispose();
    scenarios.delete(uri.toString());
    collection.delete(uri);
  };
  const open = (document: TextDocument): void => {
    if (languages.match(SCENARIO_DOCUMENTS, document) === 0) return;
    const show = (found: readonly Diagnostic[]): void => collection.set(document.uri, found);
    scenarios.set(document.uri.toString(), new OpenScenario(document, checks, show));
  };

  workspace.textDocuments.forEach(open);
  return Disposable.from(
    collection,
    workspace.onDidOpenTextDocument(open),
    workspace.onDidChangeTextDocument(({ document }) => scenarios.get(document.uri.toString())?.later()),
    workspace.onDidCloseTextDocument(close),
    { dispose: () => scenarios.forEach((scenario) => scenario.dispose()) },
  );
};
