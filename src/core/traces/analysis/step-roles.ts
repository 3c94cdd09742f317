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

const COLLECTIVE = /^(nccl|gloo):(broadcast|reduce|all_reduce|all_gather|reduce_scatter)$/;
const DATA_LOADER = /^enumerate\(DataLoader\)#.*\.__next__$|^enumerate\(DataPipe\)#/;

/**
 * When each role is active (TensorBoard plugin, profiler/event_parser.py:297-320). Communication is the collectives
 * that the plugin knows by name, with the kernels of the same external id; and, other than there, every kernel of a
 * communication library.
 */
export const roleIntervals = (selection: Selection): Readonly<Record<StepRole, Intervals>> => {
  const roleOf = roles(selection);
  const places = new Map<StepRole, number>(STEP_ROLES.map((role, place) => [role, place]));
  const placeOf = (row: number): number => {
    const role = roleOf(row);
    return role === undefined ? -1 : (places.get(role) ?? -1);
  };
  const host = groupRows(selection.host, placeOf);
  const device = groupRows(selection.device, placeOf);
  const rows = (role: StepRole): Intervals => {
    const parts = [host, device].map((groups) => groups.get(places.get(role) ?? -1) ?? NO_ROWS);
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

const roles = (selection: Selection): ((row: number) => StepRole | undefined) => {
  const { kind, name, args } = selection.trace.slices;
  const typeOf = kernelTypes(selection);
  const hostRole = namedRoles(selection);
  const collectives = new Set<number>();
  for (const row of selection.host) {
    const id = args.externalId.get(row);
    if (id !== undefined && isHostWork(kind[row]) && hostRole(name[row] ?? 0) === 'communication')
      collectives.add(id);
  }
  return (row) => {
    switch (kind[row]) {
      case SliceKind.kernel:
        return typeOf(row) === KernelType.communication || collectives.has(args.externalId.or(row, NaN))
          ? 'communication'
          : 'kernel';
      case SliceKind.memcpy:
        return 'memcpy';
      case SliceKind.memset:
        return 'memset';
      case SliceKind.runtime:
        return 'runtime';
      default:
        return isHostWork(kind[row]) ? hostRole(name[row] ?? 0) : undefined;
    }
  };
};

const isHostWork = (kind: number | undefined): boolean =>
  kind === SliceKind.operator || kind === SliceKind.annotation;

/** The role of an operator or annotation by its name; steps have none. */
const namedRoles = (selection: Selection): ((name: number) => StepRole | undefined) => {
  const known = new Map<number, StepRole | undefined>();
  return (name) => {
    if (!known.has(name)) known.set(name, roleOfName(selection.trace.strings.text(name)));
    return known.get(name);
  };
};

const roleOfName = (name: string): StepRole | undefined => {
  if (name.startsWith('ProfilerStep#')) return undefined;
  if (DATA_LOADER.test(name)) return 'dataLoader';
  return COLLECTIVE.test(name) ? 'communication' : 'host';
};
