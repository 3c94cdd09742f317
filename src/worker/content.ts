import { compare } from '../core/compare/compare';
import { estimate } from '../core/estimate/estimate';
import { withOperatorTimes } from '../core/estimate/operator-times';
import type { Deployment } from '../core/estimate/deployment';
import type { Estimate } from '../core/estimate/estimate-types';
import { findAccelerator, matchDevice } from '../core/hardware/find';
import { actingInputs } from '../core/models/inputs';
import type { RunInput } from '../core/models/run-inputs';
import type { Model, Run } from '../core/models/model';
import { buildWorkload } from '../core/models/workload';
import { Problem } from '../core/problem';
import { findingsOf } from '../core/report/findings';
import { recordedEnergy } from '../core/report/recording';
import { inspectModel } from '../core/report/inspect-model';
import { operatorsReport } from '../core/report/operators';
import type { CompareReport, Grouping, OperatorsReport } from '../core/report/types';
import { versioned } from '../core/report/version';
import { DTYPES } from '../core/workload/dtype';
import type { Workload } from '../core/workload/workload';
import type { View } from '../protocol/analysis';
import type { ModelContent, Notice, PanelContent, TraceContent } from '../protocol/panel-state';
import { acceleratorChoices } from './choices';
import { AUTOMATIC, divisionId } from '../protocol/division';
import { deploymentOf, divisionFor, runOf, shownDeployment } from './deployment';
import { divisionChoices } from './divisions';
import type { OpenFile, OpenModel, OpenTrace } from './open-file';
import { parts } from './parts';

/** What cannot be computed becomes a sentence in its place, so that the rest of the file is still shown. */
const attempt = <T>(
  work: () => T,
  notices: Notice[],
  severity: Notice['severity'] = 'warning',
): T | undefined => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    notices.push({ severity, message: error.message });
    return undefined;
  }
};

interface Figures {
  readonly estimate?: Estimate;
  readonly comparison: CompareReport;
  readonly notices: readonly Notice[];
}

/** The accelerator in effect and those the settings set beside it, once each. */
const figuresOf = (workload: Workload, deployment: Deployment, { defaults }: View): Figures => {
  const notices: Notice[] = [];
  const others = defaults.compareWith.flatMap(
    (name) => attempt(() => findAccelerator(parts(), name).id, notices) ?? [],
  );
  // A trace without an estimate is whole all the same.
  const severity = workload.source.kind === 'trace' ? 'information' : 'warning';
  const possible = [...new Set([deployment.accelerator, ...others])]
    .map((accelerator) => ({ ...deployment, accelerator }))
    .filter(
      (candidate) => attempt(() => estimate(workload, candidate, parts()), notices, severity) !== undefined,
    );
  const comparison = versioned(compare(workload, possible, parts()));
  const own = comparison.rows.find((row) => row.deployment.accelerator === deployment.accelerator);
  const said = new Map(notices.map((notice) => [notice.message, notice]));
  return { ...(own === undefined ? {} : { estimate: own }), comparison, notices: [...said.values()] };
};

const dtypeChoices = DTYPES.map((id) => ({ id, label: id }));

/** Device times are a trace's own, or a config's as predicted where its deployment can be estimated. */
const operatorsOf = (
  workload: Workload,
  grouping: Grouping,
  deployment: Deployment,
  possible: boolean,
): OperatorsReport =>
  workload.source.kind === 'trace' || !possible
    ? operatorsReport(workload, grouping)
    : operatorsReport(withOperatorTimes(workload, deployment, parts()), grouping, deployment.accelerator);

/** Those that act on the model, as the run has them. */
const moreInputs = (
  model: Model,
  run: Run,
  inputs: readonly RunInput[],
): Pick<ModelContent['deployment'], 'images' | 'frames' | 'steps'> => {
  const { images = 0, frames, steps } = { ...model.own, ...run };
  return {
    ...(inputs.includes('images') ? { images } : {}),
    ...(frames === undefined || !inputs.includes('frames') ? {} : { frames }),
    ...(steps === undefined || !inputs.includes('steps') ? {} : { steps }),
  };
};

const common = (
  workload: Workload,
  deployment: Deployment,
  view: View,
  groupings: readonly Grouping[],
  inputs: readonly RunInput[],
) => {
  const { zoneChoice, ...shown } = shownDeployment(deployment);
  const figures = figuresOf(workload, deployment, view);
  const [first = 'operator'] = groupings;
  const grouping = view.grouping !== undefined && groupings.includes(view.grouping) ? view.grouping : first;
  return {
    shown,
    operators: operatorsOf(workload, grouping, deployment, figures.estimate !== undefined),
    groupings,
    ...figures,
    choices: {
      inputs,
      accelerators: acceleratorChoices(),
      dtypes: dtypeChoices,
      divisions: workload.source.kind === 'model' ? divisionChoices(workload, deployment.count) : [],
      zone: zoneChoice,
    },
    assumptions: figures.estimate?.assumptions ?? [],
  };
};

const resolved = (deployment: Deployment): Deployment => ({
  ...deployment,
  accelerator: findAccelerator(parts(), deployment.accelerator).id,
});

const modelContent = ({ model }: OpenModel, view: View): ModelContent => {
  const run = runOf(view);
  const deployment = resolved(deploymentOf(view));
  const workload = buildWorkload(model, run);
  const inputs = actingInputs(model, run.training === undefined ? 'serve' : 'train');
  const groupings: readonly Grouping[] = ['operator', 'category', 'module', 'phase'];
  const { shown, ...rest } = common(workload, deployment, view, groupings, inputs);
  const { batch, input, output } = run;
  const chosen = divisionFor(view.change.division, deployment.count);
  const division = chosen === undefined ? AUTOMATIC : divisionId(chosen);
  return {
    kind: 'model',
    inspection: inspectModel(model, run),
    ...rest,
    deployment: {
      ...shown,
      batch,
      input,
      output,
      ...moreInputs(model, run, inputs),
      dtype: run.weightDtype ?? model.dtype.value,
      division,
      task: run.training === undefined ? 'serve' : 'train',
      zero: view.change.zero ?? 0,
      checkpointing: view.change.checkpointing ?? 'none',
    },
  };
};

/** Unless the user chose another, a trace is estimated on the device it was measured on, where that is known. */
export const traceDeployment = ({ source }: Workload, view: View): Deployment => {
  const { deviceName, deviceCount } = source;
  const own = deviceName === undefined ? undefined : matchDevice(parts(), deviceName);
  const chosen = resolved(deploymentOf(view, own?.id));
  return view.change.count === undefined && chosen.accelerator === own?.id
    ? { ...chosen, count: deviceCount ?? 1 }
    : chosen;
};

const traceContent = (
  { workload, readAt, inspection, report, notices, selection, ranks, across }: OpenTrace,
  view: View,
  comparedWith: OpenTrace | undefined,
): TraceContent => {
  const deployment = traceDeployment(workload, view);
  const { shown, ...rest } = common(workload, deployment, view, ['operator', 'category', 'phase'], []);
  const compared = across?.();
  return {
    kind: 'trace',
    readAt,
    inspection,
    ...rest,
    notices: [...notices, ...rest.notices],
    deployment: shown,
    trace: report,
    findings: findingsOf(compared === undefined ? report : { ...report, across: compared }),
    recorded: recordedEnergy(selection(), deployment),
    ...(ranks === undefined ? {} : { ranks }),
    ...(comparedWith === undefined
      ? {}
      : { comparedWith: { name: comparedWith.inspection.name, readAt: comparedWith.readAt } }),
  };
};

/** Everything a panel shows of a file, and of the trace set beside it. @throws Problem for a deployment that cannot be. */
export const contentOf = (file: OpenFile, view: View, comparedWith?: OpenTrace): PanelContent =>
  file.kind === 'model' ? modelContent(file, view) : traceContent(file, view, comparedWith);
