import { SliceKind } from '../slice-kind';
import { union } from './intervals';
import type { Intervals } from './intervals';
import { kernelTypes, KernelType } from './kernel-type';
import { groupRows } from './rows';
import type { Selection } from './selection';

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
const [KERNEL, MEMCPY, MEMSET, COMMUNICATION, RUNTIME] = [0, 1, 2, 3, 4];

const COLLECTIVE = /^(nccl|gloo):(broadcast|reduce|all_reduce|all_gather|reduce_scatter)$/;
const DATA_LOADER = /^enumerate\(DataLoader\)#.*\.__next__$|^enumerate\(DataPipe\)#/;

/**
 * When each role is active (TensorBoard plugin, profiler/event_parser.py:297-320). Communication is the collectives
 * that the plugin knows by name, with the kernels of the same external id; and, other than there, every kernel of a
 * communication library.
 */
export const roleIntervals = (selection: Selection): Readonly<Record<StepRole, Intervals>> => {
  const placeOf = roles(selection);
  const host = groupRows(selection.host, placeOf);
  const device = groupRows(selection.device, placeOf);
  const rows = (role: StepRole): Intervals => {
    const parts = [host, device].map((groups) => groups.get(STEP_ROLES.indexOf(role)) ?? NO_ROWS);
    const all = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
    return union(selection, all);
  };
  return {
    kernel: rows('kernel'),
    memcpy: rows('memcpy'),
    memset: rows('memset'),
    communication: rows('communication'),
    runtime: rows('runtime'),
    dataLoader: rows('dataLoader'),
    host: rows('host'),
  };
};

const NO_ROWS = new Uint32Array(0);

/** Places in `STEP_ROLES`; -1 for what has no role. */
const roles = (selection: Selection): ((row: number) => number) => {
  const { kind, name, args } = selection.trace.slices;
  const typeOf = kernelTypes(selection);
  const hostRole = namedRoles(selection);
  const collectives = new Set<number>();
  for (const row of selection.host) {
    const id = args.externalId.get(row);
    if (id !== undefined && isHostWork(kind[row]) && hostRole(name[row] ?? 0) === COMMUNICATION)
      collectives.add(id);
  }
  return (row) => {
    switch (kind[row]) {
      case SliceKind.kernel:
        return typeOf(row) === KernelType.communication || collectives.has(args.externalId.or(row, NaN))
          ? COMMUNICATION
          : KERNEL;
      case SliceKind.memcpy:
        return MEMCPY;
      case SliceKind.memset:
        return MEMSET;
      case SliceKind.runtime:
        return RUNTIME;
      default:
        return isHostWork(kind[row]) ? hostRole(name[row] ?? 0) : -1;
    }
  };
};

const isHostWork = (kind: number | undefined): boolean =>
  kind === SliceKind.operator || kind === SliceKind.annotation;

/** The role of an operator or annotation by its name; steps have none. */
const namedRoles = (selection: Selection): ((name: number) => number) => {
  const { strings } = selection.trace;
  const places = new Int8Array(strings.size).fill(NOT_LOOKED_AT);
  return (name) => {
    let place = places[name] ?? -1;
    if (place === NOT_LOOKED_AT) {
      const role = roleOfName(strings.text(name));
      places[name] = place = role === undefined ? -1 : STEP_ROLES.indexOf(role);
    }
    return place;
  };
};

const NOT_LOOKED_AT = -2;

const roleOfName = (name: string): StepRole | undefined => {
  if (name.startsWith('ProfilerStep#')) return undefined;
  if (DATA_LOADER.test(name)) return 'dataLoader';
  return COLLECTIVE.test(name) ? 'communication' : 'host';
};
