import type { Deployment } from '../estimate/deployment';
import { estimate } from '../estimate/estimate';
import { catalogue } from '../hardware/catalogue/index';
import type { Catalogue } from '../hardware/load';
import { OPERATOR_CATEGORIES, type OperatorCategory } from '../workload/category';
import type { Workload } from '../workload/workload';
import { type Cause, type Delta, deltasOf, type Diff, unitOfBoth } from './diff-causes';
import type { DiffSide } from './diff-metrics';

/** Measured device time of each category of work; absent where nothing was measured. */
const deviceSeconds = (workload: Workload): ReadonlyMap<OperatorCategory, number> => {
  const seconds = new Map<OperatorCategory, number>();
  for (const { repeats, operators } of workload.phases) {
    for (const { category, measured } of operators) {
      const spent = measured?.deviceSeconds;
      if (spent !== undefined) seconds.set(category, (seconds.get(category) ?? 0) + spent * repeats);
    }
  }
  return seconds;
};

const measuredPerUnit = (workload: Workload): number | undefined => {
  const seconds = [...deviceSeconds(workload).values()];
  return seconds.length === 0 ? undefined : seconds.reduce((sum, value) => sum + value, 0) / workload.units;
};

/** Which category of work took more or less measured time, per functional unit. */
const measuredCauses = (before: Workload, after: Workload): readonly Cause[] => {
  const [was, is] = [deviceSeconds(before), deviceSeconds(after)];
  return OPERATOR_CATEGORIES.map((path) => ({
    path,
    change: (is.get(path) ?? 0) / after.units - (was.get(path) ?? 0) / before.units,
  }))
    .filter(({ change }) => change !== 0)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
};

/** What a measured run does on a deployment, as a side of a diff. */
export const traceSide = (workload: Workload, deployment: Deployment, parts: Catalogue): DiffSide => ({
  deviceSeconds: measuredPerUnit(workload),
  estimate: estimate(workload, deployment, parts),
});

/** Whether two traces measured the same: as many units in the same time, with the same work on the device. */
export const sameMeasurement = (a: Workload, b: Workload): boolean =>
  a.units === b.units &&
  a.spanSeconds === b.spanSeconds &&
  a.busySeconds === b.busySeconds &&
  a.source.deviceName === b.source.deviceName &&
  measuredCauses(a, b).length === 0;

/** Two traces of the same program side by side: what they cost on a deployment, and where measured time came and went. */
export const diffTraces = (
  before: Workload,
  after: Workload,
  deployment: Deployment,
  parts: Catalogue = catalogue(),
): Diff => {
  const side = (workload: Workload): DiffSide => traceSide(workload, deployment, parts);
  const because = measuredCauses(before, after);
  const [was, is] = [side(before), side(after)];
  const deltas = deltasOf(was, is).map((delta): Delta =>
    delta.metric === 'deviceTime' && because.length > 0 ? { ...delta, because } : delta,
  );
  return {
    kind: 'trace',
    before: before.name,
    after: after.name,
    changes: [],
    deltas,
    ...unitOfBoth(was, is),
    inseparable: [],
  };
};
