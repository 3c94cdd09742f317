import { estimate } from '../core/estimate/estimate';
import { buildWorkload } from '../core/models/workload';
import { inspectModel } from '../core/report/inspect-model';
import type { ConfigSummary, Defaults, TextSource } from '../protocol/analysis';
import { modelOf } from './config-questions';
import { deploymentOf, runOf } from './deployment';
import { parts } from './parts';

/** The numbers of the code lens. @throws Problem for a broken config or impossible settings. */
export const summarizeConfig = (source: TextSource, defaults: Defaults): ConfigSummary => {
  const view = { defaults, change: {} };
  const model = modelOf(source);
  const { parameters } = inspectModel(model);
  const own = estimate(buildWorkload(model, runOf(view)), deploymentOf(view), parts());
  return {
    parameters: parameters.total,
    activeParameters: parameters.active,
    estimate: own,
  };
};
