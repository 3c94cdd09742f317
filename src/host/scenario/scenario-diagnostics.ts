import { type Diagnostic, Disposable, languages, Range, type TextDocument, type Uri } from 'vscode';
import type { CheckRow } from '../../core/report/check';
import type { Fault } from '../../protocol/analysis';
import { onFileChanged } from '../analysis/file-changes';
import { textOf } from '../editor/config-documents';
import { faultDiagnostic, ourDiagnostic } from '../editor/our-diagnostic';
import { QuietDocuments } from '../editor/quiet-documents';
import { SCENARIO_DOCUMENTS, type ScenarioCheck, type ScenarioChecks } from './scenario-documents';

const budgetDiagnostic = (row: CheckRow): Diagnostic => {
  const range = new Range(row.line - 1, row.column - 1, row.endLine - 1, row.endColumn - 1);
  const diagnostic = ourDiagnostic(range, row.message);
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
const faultOf = (document: TextDocument, fault: Fault): Diagnostic =>
  fault.where.file === undefined
    ? faultDiagnostic(document, fault)
    : ourDiagnostic(workloadRange(document), `${fault.where.file}: ${fault.message}`);

const diagnosticsOf = (document: TextDocument, { outcome }: ScenarioCheck): readonly Diagnostic[] =>
  outcome.ok
    ? outcome.value.results.filter(({ ok }) => !ok).map(budgetDiagnostic)
    : [faultOf(document, outcome.fault)];

/** The files that the open scenarios name: each is watched while its scenario is open. */
class Workloads implements Disposable {
  private readonly watched = new Map<string, { readonly path: string; readonly watch: Disposable }>();

  watch(scenario: Uri, workload: Uri, changed: () => void): void {
    if (this.watched.get(scenario.toString())?.path === workload.path) return;
    this.forget(scenario);
    this.watched.set(scenario.toString(), { path: workload.path, watch: onFileChanged(workload, changed) });
  }

  forget(scenario: Uri): void {
    this.watched.get(scenario.toString())?.watch.dispose();
    this.watched.delete(scenario.toString());
  }

  dispose(): void {
    for (const { watch } of this.watched.values()) watch.dispose();
  }
}

/** Says on the very line which budget is exceeded, and of a broken scenario what the command line says of it. */
export const showScenarioProblems = (checks: ScenarioChecks): Disposable => {
  const collection = languages.createDiagnosticCollection('wattlens-scenarios');
  const workloads = new Workloads();
  const check = async (document: TextDocument): Promise<void> => {
    const { version, uri } = document;
    const checked = await checks.check(uri, textOf(document));
    if (document.isClosed || document.version !== version) return;
    if (checked.workload !== undefined)
      workloads.watch(uri, checked.workload, () => documents.later(document));
    collection.set(uri, diagnosticsOf(document, checked));
  };
  const documents = new QuietDocuments(SCENARIO_DOCUMENTS, check, (uri) => {
    workloads.forget(uri);
    collection.delete(uri);
  });
  return Disposable.from(collection, workloads, documents);
};
