import type { Analysis } from './analysis';
import { deviceBusy, typeUnion } from './intervals';
import { KernelType } from './kernel-type';
import { once } from './once';
import { inSeconds, type Selection } from './selection';

/** Seconds. `kernelTime` is the whole span of device activity; the other three are its parts. */
export interface TemporalReport {
  readonly idle: number;
  readonly compute: number;
  /** Communication and copies under which nothing computes. */
  readonly nonCompute: number;
  readonly kernelTime: number;
}

/**
 * Where the device's time went (HTA, hta/analyzers/breakdown_analysis.py:641-743). With M the union of all device events
 * and C that of compute kernels: kernelTime = last end - first start of M; idle = kernelTime - |M|; compute = |C|;
 * nonCompute = kernelTime - compute - idle. Several devices in one trace are taken together.
 */
const run = (selection: Selection): TemporalReport | undefined => {
  const busy = deviceBusy(selection);
  if (busy.start.length === 0) return undefined;
  const kernelTime = (busy.end[busy.end.length - 1] ?? 0) - (busy.start[0] ?? 0);
  const idle = kernelTime - busy.length;
  const compute = typeUnion(selection, KernelType.computation).length;
  return {
    idle: inSeconds(idle),
    compute: inSeconds(compute),
    nonCompute: inSeconds(kernelTime - compute - idle),
    kernelTime: inSeconds(kernelTime),
  };
};

export const temporal: Analysis<'temporal', TemporalReport> = { id: 'temporal', run: once(run) };
