import { withLoops } from '../loops/loops';
import { once } from './once';
import type { Selection } from './selection';

/**
 * For each row the host row that launched it, or -1: the row with the same correlation id. Of several the last in
 * the file counts, as where HTA writes its column `index_correlation`. The window "hta" takes any host event with
 * the correlation, the others calls into the runtime or driver.
 */
export const launchersOf = once((selection: Selection): Int32Array =>
  withLoops(selection, (loops) => {
    const { host, device, trace } = selection;
    loops.useNames();
    const launchers = loops.calls.findLaunchers(
      loops.put(host),
      host.length,
      loops.put(device),
      device.length,
      loops.putColumn(trace.slices.args.correlation),
      selection.window === 'hta',
    );
    return loops.integers(launchers, trace.slices.length).slice();
  }),
);
