import type { AnalysisName } from '../../../traces/analysis/registry';
import type { Trace } from '../../../traces/columns';
import { notRecorded, type Wanted } from '../../../traces/not-recorded';

/** What an analysis needs that a writer may not record. */
const NEEDS = {
  modules: 'modules',
  memory: 'memory',
  stacks: 'stacks',
  sourceLines: 'stacks',
  roofline: 'shapes',
  traffic: 'moved',
} as const satisfies Partial<Record<AnalysisName, Wanted>>;

const ABSENT: Readonly<Record<Exclude<AnalysisName, keyof typeof NEEDS>, string>> = {
  summary: 'the trace has no events with a duration',
  temporal: 'nothing ran on a device in the trace, or it was not recorded',
  kernelTypes: 'nothing ran on a device in the trace, or it was not recorded',
  kernels: 'nothing ran on a device in the trace, or it was not recorded',
  operators: 'the trace has no operators of a framework',
  steps: 'the trace has no steps and no operators',
  idle: 'nothing ran on a device in the trace, or it was not recorded',
  overlap: 'no kernel of the trace communicates',
  launch: 'no device event of the trace is tied to the call that launched it',
  queue: 'no device event of the trace is tied to the call that launched it',
  memoryBandwidth: 'the trace has no copies or sets of device memory',
  sequences: 'no operator of the trace launches the same kernels several times',
  criticalPath: 'the trace has no operators or launches to build a path from',
  collectives: 'no kernel of the trace communicates',
  energy: 'the trace has no power counters',
  findings: 'no rule finds anything that stands out',
};

const UNTIMED = 'the trace has no times';

const isNeedy = (name: AnalysisName): name is keyof typeof NEEDS => name in NEEDS;

/** Why an analysis has nothing to say of a trace; its sentence begins with the analysis' name and a colon. */
export const whyAbsent = (name: AnalysisName, trace: Trace): string => {
  if (trace.metadata.untimed !== undefined) return UNTIMED;
  return isNeedy(name) ? notRecorded(trace, NEEDS[name]) : ABSENT[name];
};
