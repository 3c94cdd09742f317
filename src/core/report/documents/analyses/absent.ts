import type { AnalysisName } from '../../../traces/analysis/registry';

/** Why an analysis has nothing to say of a trace; its sentence begins with the analysis' name and a colon. */
export const ABSENT: Readonly<Record<AnalysisName, string>> = {
  summary: 'the trace has no events with a duration',
  temporal: 'nothing ran on a device in the trace, or it was not recorded',
  kernelTypes: 'nothing ran on a device in the trace, or it was not recorded',
  kernels: 'nothing ran on a device in the trace, or it was not recorded',
  operators: 'the trace has no operators of a framework',
  modules:
    'the trace has no nn.Module calls; the profiler of PyTorch 1.11 and later records them with with_stack=True',
  steps: 'the trace has no steps and no operators',
  memory: 'the trace has no memory events; the PyTorch profiler records them with profile_memory=True',
  idle: 'nothing ran on a device in the trace, or it was not recorded',
  overlap: 'no kernel of the trace communicates',
  launch: 'the trace does not tie device events to the calls that launched them',
  queue: 'the trace does not tie device events to the calls that launched them',
  memoryBandwidth: 'the trace has no copies or sets of device memory',
  sequences: 'no operator of the trace launches the same kernels several times',
  criticalPath: 'the trace has no operators or launches to build a path from',
  stacks: 'the trace has no Python stacks; the PyTorch profiler records them with with_stack=True',
  sourceLines: 'the trace has no Python stacks; the PyTorch profiler records them with with_stack=True',
  collectives: 'no kernel of the trace communicates',
  roofline:
    'the trace has no products with known shapes; the PyTorch profiler records shapes with record_shapes=True',
  traffic:
    'no operator of the trace tells what it moves; the PyTorch profiler records shapes with record_shapes=True',
  energy: 'the trace has no power counters',
  findings: 'no rule finds anything that stands out',
};

export const UNTIMED = 'the trace has no times';
