import type { Trace } from '../../columns';
import type { TraceWindow } from '../analysis';
import type { Selection } from '../selection';
import { wholeTrace } from './all';
import { asHta } from './hta';
import { wholeSteps } from './steps';

const WINDOWS: Readonly<Record<TraceWindow, (trace: Trace) => Selection>> = {
  all: wholeTrace,
  steps: wholeSteps,
  hta: (trace) => asHta(trace),
};

/** The part of a trace that a window shows. */
export const select = (trace: Trace, window: TraceWindow): Selection => WINDOWS[window](trace);
