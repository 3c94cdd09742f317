import { type Uri, workspace } from 'vscode';
import { checkDocument } from '../../core/report/documents/check';
import { renderMarkdown } from '../../core/report/render-markdown';
import { versioned } from '../../core/report/version';
import { fileNameOf } from '../analysis/source';
import { textOf } from '../editor/config-documents';
import type { ReviewDocuments } from '../review/review-documents';
import { isScenario, SCENARIO_FILES, type ScenarioChecks } from './scenario-documents';

const IGNORED = '**/{node_modules,.git,dist,out}/**';

/** Shows whether the budgets are kept: of the scenario in the editor, or, elsewhere, of all in the workspace. */
export const checkBudgets = async (
  checks: ScenarioChecks,
  reviews: ReviewDocuments,
  about: Uri | undefined,
): Promise<void> => {
  const own = about !== undefined && isScenario(about) ? about : undefined;
  const files = own === undefined ? await workspace.findFiles(SCENARIO_FILES, IGNORED) : [own];
  if (files.length === 0)
    throw new Error('there is no *.wattlens.yaml in this workspace; run New Scenario first');
  const results = [];
  for (const uri of files.sort((a, b) => a.path.localeCompare(b.path))) {
    const { outcome } = await checks.check(uri, textOf(await workspace.openTextDocument(uri)));
    if (!outcome.ok) {
      const { file, line } = outcome.fault.where;
      const place = file ?? `${workspace.asRelativePath(uri)}${line === undefined ? '' : `:${line}`}`;
      throw new Error(`${place}: ${outcome.fault.message}`);
    }
    results.push(...outcome.value.results);
  }
  const title = `Budgets of ${own === undefined ? 'the workspace' : fileNameOf(own)}`;
  await reviews.show(title, renderMarkdown(checkDocument(versioned({ results }))));
};
