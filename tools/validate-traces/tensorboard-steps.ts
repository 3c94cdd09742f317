import type { Selection } from '../../src/core/traces/analysis/selection';
import { steps } from '../../src/core/traces/analysis/steps';
import type { StepReport } from '../../src/core/traces/analysis/steps';
import { demand, isClose } from './parity';
import type { Comparison } from './parity';
import type { PluginWorker } from './tensorboard-results';
import type { PluginView } from './tensorboard-view';

const DRIVER =
  'It leaves out calls into the driver and what they launched, and takes device annotations for host ones';
const LIBRARIES =
  'It takes kernels of communication libraries for computation unless their operator has one of five names';
const NO_OPERATORS = 'Its single step of a trace without operators has no bounds';
const MTIA = 'It does not know the kernels of this device (category mtia_ccp_events)';

const PARTS = [
  ['kernel', 'Kernel'],
  ['memcpy', 'Memcpy'],
  ['memset', 'Memset'],
  ['communication', 'Communication'],
  ['runtime', 'Runtime'],
  ['dataLoader', 'DataLoader'],
  ['host', 'CpuOp'],
  ['other', 'Other'],
  ['seconds', 'Total'],
] as const satisfies readonly (readonly [keyof StepReport, string])[];

interface Off {
  readonly theirs: string;
  readonly ours: string;
}

/** The first part of a step that differs, in words. */
const stepsDiffer = (selection: Selection, worker: PluginWorker, resolution: number): Off | undefined => {
  const ours = steps.run(selection)?.steps ?? [];
  if (ours.length !== worker.steps_names.length)
    return { theirs: `${worker.steps_names.length} steps`, ours: `${ours.length} steps` };
  for (const [i, theirs] of worker.steps_costs.entries())
    for (const [part, name] of PARTS) {
      const value = (ours[i]?.[part] ?? NaN) * 1e6;
      if (!isClose(value, theirs[name] ?? NaN, resolution))
        return {
          theirs: `step ${worker.steps_names[i]}: ${name} ${theirs[name]?.toFixed(3)} µs`,
          ours: `${value.toFixed(3)} µs`,
        };
    }
  return undefined;
};

/** Steps and their parts (16). */
export const compareSteps = (trace: string, view: PluginView, worker: PluginWorker): Comparison => {
  const analysis = '16 steps';
  // Its times are doubles of microseconds since 1970 or boot: with fractions they hold about 1 ns an event.
  const resolution = view.whole.trace.fractionalTimes ? 1 : 1e-6;
  const off = stepsDiffer(view.whole, worker, resolution);
  if (off === undefined) return { analysis, trace };
  const because = (reason: string, events = ''): Comparison => ({
    analysis,
    trace,
    difference: { ...off, reason, events },
  });
  if (!view.hasOperators) {
    demand(steps.run(view.whole) === undefined, `${trace}: steps of a trace without operators`);
    demand(worker.steps_names.join() === '0', `${trace}: ${worker.steps_names.join()}`);
    return because(NO_OPERATORS, 'no event of category cpu_op');
  }
  const { mtia, driver, library } = view.overlooked;
  if (stepsDiffer(view.withoutDriver, worker, resolution) === undefined)
    return mtia === undefined ? because(DRIVER, driver) : because(MTIA, mtia);
  demand(library !== undefined, `${trace}: ${off.theirs} is ${off.ours}`);
  const still = stepsDiffer(view.withoutLibraries, worker, resolution);
  demand(still === undefined, `${trace}: ${still?.theirs} is ${still?.ours} without libraries too`);
  return because(LIBRARIES, library);
};
