import type { Trace } from '../../columns';
import { isDeviceWork } from '../../slice-kind';
import { filterRows, rowsUpTo } from '../rows';
import type { Selection } from '../selection';
import { isHost } from '../thread-order';

/** The whole trace at full resolution: kernels, copies and sets on the device; everything that is not drawn there on the host. */
export const wholeTrace = (trace: Trace): Selection => {
  const { slices } = trace;
  const rows = rowsUpTo(slices.length);
  return {
    trace,
    window: 'all',
    start: slices.start,
    end: ends(trace),
    host: filterRows(rows, (row) => isHost(slices.kind[row] ?? 0)),
    device: filterRows(rows, (row) => isDeviceWork(slices.kind[row] ?? 0)),
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
