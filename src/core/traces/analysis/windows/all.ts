import type { Trace } from '../../columns';
import { isDeviceWork } from '../../slice-kind';
import type { Selection } from '../selection';
import { isHost, rowsOfKind } from '../thread-order';

/** The whole trace at full resolution: kernels, copies and sets on the device; everything that is not drawn there on the host. */
export const wholeTrace = (trace: Trace): Selection => {
  const { slices } = trace;
  return {
    trace,
    window: 'all',
    start: slices.start,
    end: ends(trace),
    host: rowsOfKind(slices.kind, isHost),
    device: rowsOfKind(slices.kind, isDeviceWork),
  };
};

const ends = ({ slices }: Trace): Float64Array => {
  const end = new Float64Array(slices.length);
  for (let row = 0; row < end.length; row++) {
    const duration = slices.duration[row] ?? 0;
    end[row] = (slices.start[row] ?? 0) + (duration > 0 ? duration : 0);
  }
  return end;
};
