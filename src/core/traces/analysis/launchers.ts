import { linkTrace } from '../link';
import { withLoops } from '../loops/loops';
import { namesAmong } from './names';
import { once } from './once';
import type { Selection } from './selection';

/**
 * For each row the host row that launched it, or -1: the row with the same correlation id. Of several the last in
 * the file counts, as where HTA writes its column `index_correlation`. The window "hta" takes any host event with
 * the correlation, the others calls into the runtime or driver.
 */
export const launchersOf = once((selection: Selection): Int32Array =>
  selection.window === 'all' && hasUsualCorrelations(selection)
    ? linkTrace(selection.trace).launcher
    : launchersAmong(selection),
);

const NONE = -1;

/** Only ids from 1 tie device work to operators; see link.ts. Here the others count too. */
const hasUsualCorrelations = ({ trace, device }: Selection): boolean => {
  const { correlation } = trace.slices.args;
  for (let place = 0; place < device.length; place++) {
    const id = correlation.or(device[place] ?? 0, NONE);
    if (!(id > 0) && id !== NONE) return false;
  }
  return true;
};

const launchersAmong = (selection: Selection): Int32Array =>
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
  });

/**
 * A byte for each of the selection's `device` rows: 1 where its launch is known; in the window "hta" by a call of these names.
 * @param without a row that is left out
 */
export const launchedPlaces = (
  selection: Selection,
  htaNames: ReadonlySet<string>,
  without = NONE,
): Uint8Array => {
  const launchers = launchersOf(selection);
  const counted = namesAmong(selection, htaNames) ?? new Uint8Array(selection.trace.strings.size);
  return withLoops(selection, (loops) => {
    loops.useDevice();
    loops.useNames();
    const [device, linked] = [loops.keep(selection.device), loops.keep(launchers)];
    const names = selection.window === 'hta' ? loops.put(counted) : 0;
    const marks = loops.calls.markLaunched(device, linked, names, without);
    return loops.bytes(marks, selection.device.length).slice();
  });
};
