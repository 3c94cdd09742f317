import { type Address, type Loops, withLoops } from '../loops/loops';
import { COMMUNICATION_ROLE, NO_ROLE, ROLES } from '../loops/marks';
import { SliceKind } from '../slice-kind';
import { hostOrder } from './host-order';
import { deviceInOrder, type Intervals } from './intervals';
import { KernelType, kernelTypeColumn } from './kernel-type';
import { eachName } from './names';
import { profilerSteps } from './profiler-steps';
import type { Selection } from './selection';
import type { StepSpan } from './step-spans';

/** In the order in which they take a step's time. `host` is operators and annotations. */
export const STEP_ROLES = [
  'kernel',
  'memcpy',
  'memset',
  'communication',
  'runtime',
  'dataLoader',
  'host',
] as const;
export type StepRole = (typeof STEP_ROLES)[number];

/** Nanoseconds of each step. */
export type RoleTimes = Readonly<Record<StepRole | 'other', Float64Array>>;

/**
 * How long each role is active in each step and no role before it is; `other` is what is left of the step. A role is active
 * while a row of it runs (TensorBoard plugin, profiler/event_parser.py:297-320). Communication is the collectives
 * that the plugin knows by name, with the kernels of the same external id; and, other than there, every kernel of a
 * communication library.
 * @param within the steps as disjoint intervals
 */
export const roleTimes = (selection: Selection, steps: readonly StepSpan[], within: Intervals): RoleTimes => {
  // These have loops of their own.
  const inOrder = { host: hostOrder(selection), device: deviceInOrder(selection) };
  const roleOfName = rolesOfNames(selection);
  const hasCollectives = roleOfName.includes(COMMUNICATION_ROLE);
  const types = kernelTypeColumn(selection);
  return withLoops(selection, (loops) => {
    loops.useTimes();
    const { calls } = loops;
    const { host, device } = inOrder;
    calls.findRoles(
      loops.keep(host),
      host.length,
      loops.keep(device),
      device.length,
      loops.put(ROLE_OF_KIND),
      loops.put(roleOfName),
      loops.put(types),
      KernelType.communication,
      hasCollectives ? loops.putColumn(selection.trace.slices.args.externalId) : 0,
    );
    const ends = [...loops.rows(calls.roleEnds.value, 2 * ROLES)];
    const rowsOf = (group: number): readonly [Address, number] => {
      const from = ends[group - 1] ?? 0;
      return [calls.roleRows.value + 4 * from, (ends[group] ?? 0) - from];
    };
    let left: Spans = {
      start: loops.put(within.start),
      end: loops.put(within.end),
      count: within.start.length,
    };
    const active = STEP_ROLES.map((role, place) => {
      calls.unite(...rowsOf(place), ...rowsOf(ROLES + place));
      const all = spansOf(loops);
      const before = left;
      calls.intersect(before.start, before.end, before.count, all.start, all.end, all.count);
      const part = spansOf(loops);
      calls.subtract(before.start, before.end, before.count, part.start, part.end, part.count);
      left = spansOf(loops);
      return [role, timesIn(loops, part, steps)] as const;
    });
    return Object.fromEntries([...active, ['other', timesIn(loops, left, steps)]]) as RoleTimes;
  });
};

/** Spans in the memory of the loops. */
interface Spans {
  readonly start: Address;
  readonly end: Address;
  readonly count: number;
}

const spansOf = ({ calls }: Loops): Spans => ({
  start: calls.spanStart.value,
  end: calls.spanEnd.value,
  count: calls.spanCount.value,
});

const timesIn = ({ calls }: Loops, { start, end, count }: Spans, steps: readonly StepSpan[]): Float64Array =>
  Float64Array.from(steps, ({ from, to }) => calls.lengthWithin(start, end, count, from, to));

/** Places in `STEP_ROLES`. */
const ROLE_OF_KIND = new Uint8Array(256).fill(NO_ROLE);
ROLE_OF_KIND[SliceKind.kernel] = STEP_ROLES.indexOf('kernel');
ROLE_OF_KIND[SliceKind.memcpy] = STEP_ROLES.indexOf('memcpy');
ROLE_OF_KIND[SliceKind.memset] = STEP_ROLES.indexOf('memset');
ROLE_OF_KIND[SliceKind.runtime] = STEP_ROLES.indexOf('runtime');

const COLLECTIVE = /^(nccl|gloo):(broadcast|reduce|all_reduce|all_gather|reduce_scatter)$/;
const DATA_LOADER = /^enumerate\(DataLoader\)#.*\.__next__$|^enumerate\(DataPipe\)#/;

/** The role of an operator or annotation by its name; steps have none. */
const rolesOfNames = (selection: Selection): Uint8Array => {
  const roles = new Uint8Array(selection.trace.strings.size).fill(NO_ROLE);
  eachName(selection, [SliceKind.operator, SliceKind.annotation], (text, id) => {
    roles[id] = roleOfName(text);
  });
  for (const { row } of profilerSteps(selection)) roles[selection.trace.slices.name[row] ?? 0] = NO_ROLE;
  return roles;
};

const roleOfName = (name: string): number => {
  if (name.startsWith('ProfilerStep#')) return NO_ROLE;
  if (DATA_LOADER.test(name)) return STEP_ROLES.indexOf('dataLoader');
  return COLLECTIVE.test(name) ? COMMUNICATION_ROLE : STEP_ROLES.indexOf('host');
};
