import { commands, Disposable, Uri, window } from 'vscode';
import { messageOf } from '../../protocol/rpc';
import { targetOf } from '../commands/target';
import type { Panels } from '../panel/panels';
import { checkBudgets } from '../scenario/check-budgets';
import type { ScenarioMaker } from '../scenario/new-scenario';
import type { CarbonPlanner } from '../scenario/plan-carbon';
import type { ScenarioChecks } from '../scenario/scenario-documents';
import type { CarbonComparison } from './compare-carbon';
import type { ReviewDocuments } from './review-documents';

export interface ReviewParts {
  readonly panels: Panels;
  readonly comparison: CarbonComparison;
  readonly reviews: ReviewDocuments;
  readonly checks: ScenarioChecks;
  readonly maker: ScenarioMaker;
  readonly planner: CarbonPlanner;
}

type Run = (uri: Uri | undefined, other: unknown) => Promise<void>;

const needed =
  (run: (uri: Uri, other: unknown) => Promise<void>): Run =>
  (uri, other) => {
    if (uri === undefined) throw new Error('open a model config or a scenario first');
    return run(uri, other);
  };

/** What a reviewer asks for. The second argument, where given, answers what would be asked. */
export const registerReviewCommands = ({
  panels,
  comparison,
  reviews,
  checks,
  maker,
  planner,
}: ReviewParts): Disposable => {
  const register = (id: string, run: Run): Disposable =>
    commands.registerCommand(id, async (argument: unknown, other: unknown) => {
      try {
        await run(targetOf(argument, panels), other);
      } catch (error) {
        void window.showErrorMessage(`Wattlens: ${messageOf(error)}`);
      }
    });
  return Disposable.from(
    register(
      'wattlens.compareWithHead',
      needed((uri) => comparison.withHead(uri)),
    ),
    register(
      'wattlens.compareWithBranch',
      needed((uri, branch) => comparison.withBranch(uri, typeof branch === 'string' ? branch : undefined)),
    ),
    register(
      'wattlens.compareWithFile',
      needed((uri, file) => comparison.withFile(uri, file instanceof Uri ? file : undefined)),
    ),
    register('wattlens.copyComparison', () => reviews.copy()),
    register('wattlens.newScenario', (uri) => maker.make(uri)),
    register(
      'wattlens.planCarbon',
      needed((uri, plan) => planner.plan(uri, plan)),
    ),
    register('wattlens.checkBudgets', (uri) => checkBudgets(checks, reviews, uri)),
  );
};
