import type { Trace } from '../columns';
import type { TraceWindow } from './analysis';
import { collectives } from './collectives';
import { criticalPath } from './critical-path';
import { energy } from './energy';
import { findings } from './findings';
import { idle } from './idle';
import { kernelTypes } from './kernel-types';
import { kernels } from './kernels';
import { launch } from './launch';
import { memoryBandwidth } from './memory-bandwidth';
import { memory } from './memory';
import { modules } from './modules';
import { operators } from './operators';
import { overlap } from './overlap';
import { queue } from './queue';
import { roofline } from './roofline';
import type { Selection } from './selection';
import { sequences } from './sequences';
import { sourceLines } from './source-lines';
import { stacks } from './stacks';
import { steps } from './steps';
import { summary } from './summary';
import { temporal } from './temporal';
import { traffic } from './traffic';
import { select } from './windows';

/** Every analysis by its name at the prompt; its result stands under that name in the report. */
export const ANALYSES = {
  summary,
  temporal,
  kernelTypes,
  kernels,
  operators,
  modules,
  steps,
  memory,
  idle,
  overlap,
  launch,
  queue,
  memoryBandwidth,
  sequences,
  criticalPath,
  stacks,
  sourceLines,
  collectives,
  roofline,
  traffic,
  energy,
  findings,
} as const;

export type AnalysisName = keyof typeof ANALYSES;
export type AnalysisResults = {
  readonly [Name in AnalysisName]?: NonNullable<ReturnType<(typeof ANALYSES)[Name]['run']>>;
};

export const ANALYSIS_NAMES = Object.keys(ANALYSES) as readonly AnalysisName[];
export const DEFAULT_ANALYSES: readonly AnalysisName[] = ['summary', 'temporal', 'kernelTypes', 'kernels'];

/** Runs analyses on one trace; what the trace has nothing for is absent. */
export const analyse = (
  trace: Trace,
  window: TraceWindow = 'all',
  names: readonly AnalysisName[] = DEFAULT_ANALYSES,
): AnalysisResults => analyseSelection(select(trace, window), names);

/** All others ask when something ran or how long. */
const WITHOUT_TIMES: readonly AnalysisName[] = ['summary', 'collectives'];

/** The same of a part of a trace that is kept: what several analyses need is computed once. */
export const analyseSelection = (selection: Selection, names: readonly AnalysisName[]): AnalysisResults =>
  Object.fromEntries(
    names
      .filter((name) => selection.trace.metadata.untimed === undefined || WITHOUT_TIMES.includes(name))
      .map((name) => [name, ANALYSES[name].run(selection)] as const)
      .filter(([, result]) => result !== undefined),
  );
