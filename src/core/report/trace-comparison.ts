import type { Diff } from '../compare/diff-causes';
import { diffTraces } from '../compare/diff-workloads';
import type { Deployment } from '../estimate/deployment';
import { catalogue } from '../hardware/catalogue';
import { findAccelerator } from '../hardware/find';
import type { Catalogue } from '../hardware/load';
import { Problem } from '../problem';
import { type DiffReport, diffTraces as diffEvents } from '../traces/analysis/diff';
import type { Selection } from '../traces/analysis/selection';
import type { Workload } from '../workload/workload';
import type { ReportDocument } from './document';
import { diffDocument } from './documents/diff';
import { traceDiffBlocks } from './documents/trace-diff';

/** A trace as a comparison reads it. */
export interface ComparedTrace {
  readonly name: string;
  readonly selection: Selection;
  readonly workload: Workload;
}

export interface TraceComparison {
  /** What each costs on one deployment; no deltas where that cannot be estimated, which `note` explains. */
  readonly diff: Diff;
  readonly events: DiffReport;
  /** The accelerator that costs are estimated on. */
  readonly on?: string;
  readonly note?: string;
}

/** Two traces side by side: their costs on a deployment, and their operators and kernels. */
export const compareTraces = (
  before: ComparedTrace,
  after: ComparedTrace,
  deployment: Deployment,
  parts?: Catalogue,
): TraceComparison => {
  const events = diffEvents(before.selection, after.selection);
  const names = { before: before.name, after: after.name };
  try {
    const diff = { ...diffTraces(before.workload, after.workload, deployment, parts), ...names };
    return { diff, events, on: findAccelerator(parts ?? catalogue(), deployment.accelerator).id };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // Events compare without an estimate, which a trace from an unknown device cannot have.
    const diff: Diff = { kind: 'trace', ...names, changes: [], deltas: [], inseparable: [] };
    return { diff, events, note: `No cost: ${error.message}.` };
  }
};

export const traceComparisonDocument = ({ diff, events, on, note }: TraceComparison): ReportDocument => {
  const { title, blocks } = diffDocument(diff, on);
  return {
    title,
    blocks: [
      ...(diff.deltas.length === 0 ? [] : blocks),
      ...(note === undefined ? [] : [{ kind: 'note' as const, text: note }]),
      ...traceDiffBlocks(events),
    ],
  };
};
