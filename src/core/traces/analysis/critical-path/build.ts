import { isDeviceWork, SliceKind } from '../../slice-kind';
import { hostOrder } from '../host-order';
import { deviceInOrder } from '../intervals';
import { launchersOf } from '../launchers';
import type { Selection } from '../selection';
import { connectDevice } from './device';
import { EventGraph } from './graph';
import { connectHost } from './host';

/** A part of the trace, in nanoseconds; host events that begin in it and what they launched. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Operators and calls of the host, and the device events that these launched. Exported for the tests, which compare its size with HTA's. */
export const graphOf = (selection: Selection, span: Span): EventGraph => {
  const { kind, length } = selection.trace.slices;
  const host = hostWithin(selection, span);
  const device = deviceWithin(selection, span);
  let calls = 0;
  for (let place = 0; place < host.length; place++) {
    const of = kind[host[place] ?? 0];
    if (of === SliceKind.operator || of === SliceKind.runtime) calls++;
  }
  const graph = new EventGraph(calls + device.length, length);
  connectHost(selection, graph, host);
  connectDevice(selection, graph, device);
  return graph;
};

/** Host rows of some length that begin in the span, in thread order. */
const hostWithin = (selection: Selection, { from, to }: Span): Uint32Array => {
  const { start, end } = selection;
  const all = hostOrder(selection);
  const rows = new Uint32Array(all.length);
  let count = 0;
  for (let place = 0; place < all.length; place++) {
    const row = all[place] ?? 0;
    const begun = start[row] ?? 0;
    if (begun >= from && begun <= to && (end[row] ?? 0) > begun) rows[count++] = row;
  }
  return rows.subarray(0, count);
};

/** Device rows that such host rows launched, each once, by start. */
const deviceWithin = (selection: Selection, { from, to }: Span): Uint32Array => {
  const { start, end } = selection;
  const { kind } = selection.trace.slices;
  const launchers = launchersOf(selection);
  const all = deviceInOrder(selection);
  const rows = new Uint32Array(all.length);
  let count = 0;
  for (let place = 0; place < all.length; place++) {
    const row = all[place] ?? 0;
    const launcher = launchers[row] ?? -1;
    if (launcher < 0 || !isDeviceWork(kind[row] ?? 0)) continue;
    const launched = start[launcher] ?? 0;
    if (launched >= from && launched <= to && (end[launcher] ?? 0) > launched) rows[count++] = row;
  }
  const linked = rows.subarray(0, count);
  return selection.window === 'hta' ? lastOfEachLaunch(selection, linked) : linked;
};

/** HTA links a launch to one device event, the last of its correlation in the file; the others of a graph are not seen. */
const lastOfEachLaunch = (selection: Selection, linked: Uint32Array): Uint32Array => {
  const launchers = launchersOf(selection);
  const isLinked = new Uint8Array(selection.trace.slices.length);
  for (const row of linked) isLinked[row] = 1;
  const last = new Map<number, number>();
  for (const row of selection.device) if (isLinked[row] === 1) last.set(launchers[row] ?? -1, row);
  return Uint32Array.from(new Set(linked)).filter((row) => last.get(launchers[row] ?? -1) === row);
};
