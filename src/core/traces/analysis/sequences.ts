import { withLoops } from '../loops/loops';
import { SliceKind } from '../slice-kind';
import type { Analysis } from './analysis';
import { hostOrder } from './host-order';
import { deviceInOrder } from './intervals';
import { launchersOf } from './launchers';
import { ALL_KINDS } from './names';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/** The same kernels in the same order, from calls of one operator: a candidate for fusion. */
export interface SequenceReport {
  readonly operator: string;
  readonly kernels: readonly string[];
  readonly count: number;
  /** Of all these kernels together. */
  readonly deviceSeconds: number;
  /** Of the operator's calls together, on the host. */
  readonly hostSeconds: number;
}

export interface SequenceOptions {
  /** Part of the name of an operator or of another host event; without it, any operator. */
  readonly operator?: string;
  readonly fewestKernels?: number;
}

const FEWEST_KERNELS = 3;

/**
 * Frequent kernel sequences (HTA, hta/analyzers/cuda_kernel_analysis.py:24-131): of the host events whose name contains
 * `operator`, those at the smallest depth where there is one; the kernels that each and what it called launched, in
 * order of time. Without `operator`, of operators and calls of the runtime: HTA always asks for a name, and an annotation
 * or a Python function is around everything that a program does. The most frequent first, then by name. In the window "hta" a launch in which another event is nested has
 * none, as there: with times in whole microseconds that is any launch at whose start a shorter call stands too.
 */
export const sequencesOf = (
  selection: Selection,
  { operator = '', fewestKernels = FEWEST_KERNELS }: SequenceOptions,
): readonly SequenceReport[] => {
  const { name } = selection.trace.slices;
  const { strings } = selection.trace;
  return patternsOf(selection, operator, fewestKernels)
    .map(({ root, kernels, count, device, host }) => ({
      operator: strings.text(name[root] ?? 0),
      kernels: Array.from(kernels, (kernel) => strings.text(name[kernel] ?? 0)),
      count,
      deviceSeconds: inSeconds(device),
      hostSeconds: inSeconds(host),
    }))
    .sort((a, b) => b.count - a.count || (isBefore(a, b) ? -1 : 1));
};

/** Whether the operator and the kernels, with "|" between them, come first as a text. */
const isBefore = (a: SequenceReport, b: SequenceReport): boolean => {
  if (a.operator !== b.operator) return joined(a, -1) < joined(b, -1);
  let same = 0;
  while (same < a.kernels.length && a.kernels[same] === b.kernels[same]) same++;
  if (same === a.kernels.length || same === b.kernels.length) return a.kernels.length < b.kernels.length;
  return joined(a, same) < joined(b, same);
};

/** From some kernel on, or from the operator. */
const joined = ({ operator, kernels }: SequenceReport, from: number): string =>
  from < 0 ? [operator, ...kernels].join('|') : kernels.slice(from).join('|');

/** Calls that launched the same. */
interface Pattern {
  /** Host row of the first call, and what it launched, by start. */
  readonly root: number;
  readonly kernels: Uint32Array;
  readonly count: number;
  /** Nanoseconds of all calls. */
  readonly device: number;
  readonly host: number;
}

/** In order of the first kernels. */
const patternsOf = (selection: Selection, operator: string, fewestKernels: number): readonly Pattern[] => {
  const order = hostOrder(selection);
  const device = deviceInOrder(selection);
  const launchers = launchersOf(selection);
  return withLoops(selection, (loops) => {
    const { calls } = loops;
    loops.useTimes();
    const [rows, works, linked] = [loops.keep(order), loops.keep(device), loops.keep(launchers)];
    const isHta = selection.window === 'hta';
    const wanted = loops.put(wantedNames(selection, operator));
    if (operator === '' && !isHta) {
      calls.findNamed(rows, order.length, OPERATORS_AND_CALLS, 0);
      calls.findRoots(calls.found.value, calls.foundCount.value, wanted);
    } else calls.findRoots(rows, order.length, wanted);
    calls.gatherUnder(works, device.length, linked, isHta);
    calls.findPatterns(fewestKernels);
    const roots = loops.rows(calls.roots.value, calls.rootCount.value);
    const ends = loops.rows(calls.rootEnds.value, roots.length);
    const launched = loops.rows(calls.rootRows.value, ends.at(-1) ?? 0);
    const length = calls.patterns.value;
    const counts = loops.rows(calls.patternCount.value, length);
    const [devices, hosts] = [
      loops.doubles(calls.patternDevice.value, length),
      loops.doubles(calls.patternHost.value, length),
    ];
    return Array.from(loops.rows(calls.patternRoot.value, length), (root, pattern) => ({
      root: roots[root] ?? 0,
      kernels: launched.slice(ends[root - 1] ?? 0, ends[root]),
      count: counts[pattern] ?? 0,
      device: devices[pattern] ?? 0,
      host: hosts[pattern] ?? 0,
    }));
  });
};

/** All kinds but those that stand around operators, a bit for each. */
const OPERATORS_AND_CALLS = ALL_KINDS & ~((1 << SliceKind.annotation) | (1 << SliceKind.python));

/** A byte for each name: whether it contains a text. */
const wantedNames = ({ trace: { strings } }: Selection, text: string): Uint8Array => {
  const wanted = new Uint8Array(strings.size);
  if (text === '') return wanted.fill(1);
  for (let id = 0; id < wanted.length; id++) if (strings.text(id).includes(text)) wanted[id] = 1;
  return wanted;
};

/** Of the outermost operators with at least three kernels. */
const run = (selection: Selection): readonly SequenceReport[] | undefined => {
  const sequences = sequencesOf(selection, {});
  return sequences.length === 0 ? undefined : sequences;
};

export const sequences: Analysis<'sequences', readonly SequenceReport[]> = { id: 'sequences', run };
