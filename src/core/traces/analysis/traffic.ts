import { linkTrace } from '../link';
import { SliceKind } from '../slice-kind';
import type { Analysis } from './analysis';
import { movedBytes, movesBytes } from './moved-bytes';
import { deviceDuration, namesThat, rowsNamed } from './names';
import { onOneLine } from './operator-inputs';
import { isProduct, workOf } from './operator-work';
import { inSeconds } from './selection';
import type { Selection } from './selection';
import { shapedOperators } from './shaped-operators';
import type { WorkRule } from './shaped-operators';

/** An operator that moves memory rather than computes, on inputs of one shape, or a copy or set by name; sums over its calls. */
export interface TrafficRow {
  readonly name: string;
  /** Absent for copies and sets, which tell their bytes. */
  readonly inputShapes?: string;
  readonly calls: number;
  /** At least: each tensor read once, the result written once. */
  readonly bytes: number;
  /** Device time of all that the calls launched; host time where the trace has no device events. */
  readonly seconds: number;
  readonly onDevice: boolean;
  /** At least, as the bytes are. */
  readonly bytesPerSecond: number;
}

export interface TrafficReport {
  /** The most time first. */
  readonly rows: readonly TrafficRow[];
  /**
   * Device time of the rest: neither a product nor an operator whose bytes the shapes tell, and copies to and from the host.
   * Absent where the trace has no device events.
   */
  readonly otherSeconds?: number;
}

/** Bytes of what moves them, or 0 for a product, which `roofline` counts. */
const RULE: WorkRule<number> = {
  knows: (operator) => movesBytes(operator) || isProduct(operator),
  of: (operator, inputs) =>
    isProduct(operator) ? workOf(operator, inputs) && 0 : movedBytes(operator, inputs),
  key: (bytes) => bytes,
};

/**
 * Memory traffic of operators bound by it: pointwise ones, normalisation, softmax, reductions, lookups and copies, as far
 * as shapes and types of their inputs tell the bytes. Operators inside a counted one or inside a product are part of it.
 */
const run = (selection: Selection): TrafficReport | undefined => {
  const { name, args } = selection.trace.slices;
  const { strings } = selection.trace;
  const onDevice = selection.device.length > 0;
  const shaped = shapedOperators(selection, RULE, betweenMemories(selection));
  const operators = shaped.flatMap(({ row, work, calls, device, host }) => {
    const inputShapes = onOneLine(strings.text(args.inputDims.or(row, 0)));
    const time = onDevice ? device : host;
    return work > 0 && time > 0
      ? [{ ...rowOf(strings.text(name[row] ?? 0), calls, work * calls, time, onDevice), inputShapes }]
      : [];
  });
  const rows = [...operators, ...copiesOf(selection)].sort((a, b) => b.seconds - a.seconds);
  if (rows.length === 0) return undefined;
  if (!onDevice) return { rows };
  const inProducts = shaped.reduce((sum, { work, device }) => (work === 0 ? sum + device : sum), 0);
  const moved = rows.reduce((sum, { seconds }) => sum + seconds, 0);
  return { rows, otherSeconds: Math.max(0, inSeconds(deviceTime(selection) - inProducts) - moved) };
};

const rowOf = (
  name: string,
  calls: number,
  bytes: number,
  nanoseconds: number,
  onDevice: boolean,
): TrafficRow => {
  const seconds = inSeconds(nanoseconds);
  return { name, calls, bytes, seconds, onDevice, bytesPerSecond: bytes / seconds };
};

const deviceTime = (selection: Selection): number =>
  deviceDuration(selection, [SliceKind.kernel, SliceKind.memcpy, SliceKind.memset]);

const ON_DEVICE = /^Memcpy DtoD/;

/** Operators that copied to or from another memory, a byte for each slice: a link limits them. */
const betweenMemories = (selection: Selection): Uint8Array | undefined => {
  const { trace, device } = selection;
  const names = namesThat(selection, [SliceKind.memcpy], (text) => !ON_DEVICE.test(text));
  if (names === undefined) return undefined;
  const { operator } = linkTrace(trace);
  const between = new Uint8Array(trace.slices.length);
  for (const row of rowsNamed(selection, device, [SliceKind.memcpy], names)) {
    const around = operator[row] ?? -1;
    if (around >= 0) between[around] = 1;
  }
  return between;
};

/** Copies within the device, which read and write, and sets, outside of operators that `RULE` knows. */
const copiesOf = (selection: Selection): readonly TrafficRow[] => {
  const { trace, start, end } = selection;
  const { kind, name, args } = trace.slices;
  const { operator, parent } = linkTrace(trace);
  const isTold = (row: number): boolean => {
    for (let around = operator[row] ?? -1; around >= 0; around = parent[around] ?? -1)
      if (RULE.knows(trace.strings.text(name[around] ?? 0))) return true;
    return false;
  };
  const sums = new Map<number, { calls: number; bytes: number; nanoseconds: number }>();
  for (const row of rowsNamed(selection, selection.device, [SliceKind.memcpy, SliceKind.memset])) {
    const of = kind[row];
    const bytes = args.bytes.or(row, 0);
    const within = of === SliceKind.memset || ON_DEVICE.test(trace.strings.text(name[row] ?? 0));
    if (bytes === 0 || !within || isTold(row)) continue;
    const id = name[row] ?? 0;
    const sum = sums.get(id) ?? { calls: 0, bytes: 0, nanoseconds: 0 };
    sums.set(id, sum);
    sum.calls++;
    sum.bytes += of === SliceKind.memset ? bytes : 2 * bytes;
    sum.nanoseconds += (end[row] ?? 0) - (start[row] ?? 0);
  }
  return [...sums]
    .filter(([, { nanoseconds }]) => nanoseconds > 0)
    .map(([id, { calls, bytes, nanoseconds }]) =>
      rowOf(trace.strings.text(id), calls, bytes, nanoseconds, true),
    );
};

export const traffic: Analysis<'traffic', TrafficReport> = { id: 'traffic', run };
