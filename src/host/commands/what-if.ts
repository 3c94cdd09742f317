import { type Uri, window } from 'vscode';
import type { DeploymentChange } from '../../protocol/panel-state';
import type { Panels } from '../panel/panels';
import type { ZoneSearch } from '../panel/zone-search';
import { describeChange } from './describe-change';
import { walk } from './walk';
import { whatIfSteps } from './what-if-steps';

const TITLE = 'What If: Change Hardware';

/** Only what is new counts as the user's word; the rest keeps its default and the default's range. */
const changesOf = (before: DeploymentChange, wanted: DeploymentChange): DeploymentChange => {
  const unchanged = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => unchanged.get(key) !== value));
};

/** Asks for another deployment of a file and shows in its panel, and in a sentence, what that changes. */
export const whatIf = async (panels: Panels, zones: ZoneSearch, uri: Uri): Promise<void> => {
  const { analysis } = panels.show(uri, { preserveFocus: true });
  const before = await analysis.content();
  const divisions = (count: number) => analysis.ask((worker) => worker.divisions(count, analysis.view));
  const steps = whatIfSteps(before, zones, divisions);
  const wanted = await walk<DeploymentChange>(TITLE, before.deployment, steps);
  if (wanted === undefined) return;
  await analysis.setDeployment(changesOf(before.deployment, wanted));
  const after = await analysis.content();
  if (after.estimate === undefined) {
    const [reason] = after.notices;
    if (reason !== undefined) void window.showWarningMessage(`Wattlens: ${reason.message}`);
  }
  if (before.estimate === undefined || after.estimate === undefined) return;
  void window.showInformationMessage(describeChange(before.estimate, after.estimate));
};
