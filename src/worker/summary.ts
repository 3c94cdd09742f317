import { estimate } from '../core/estimate/estimate';
import { readModel } from '../core/models/read';
import { buildWorkload } from '../core/models/workload';
import { inspectModel } from '../core/report/inspect-model';
import type { ConfigSummary, Defaults, TextSource } from '../protocol/analysis';
import { deploymentOf, runOf } from './deployment';
import { parts } from './parts';

/** The numbers of the code lens. @throws Problem for a broken config or impossible settings. */
export const summarizeConfig = ({ text, name }: TextSource, defaults: Defaults): ConfigSummary => {
  const view = { defaults, change: {} };
  const model = readModel(text, name);
  const { parameters } = inspectModel(model);
  const own = estimate(buildWorkload(model, runOf(view)), deploymentOf(view), parts());
  return {
    parameters: parameters.total,
    activeParameters: parameters.active,
    estimate: own,
  };
};
