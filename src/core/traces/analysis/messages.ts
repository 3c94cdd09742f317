import { KernelType, rowsOfType } from './kernel-type';
import type { Selection } from './selection';

/** What a collective's kernel moves, as its arguments say. */
export interface Message {
  /** "allreduce", "_allgather_base" …; the kernel's name where the trace does not say. */
  readonly name: string;
  readonly group?: string;
  /** Ranks that take part. */
  readonly groupSize?: number;
  /** The size that bandwidth is reckoned from: the larger of what goes in and what comes out. */
  readonly bytes?: number;
}

/** c10::ScalarType's names (c10/core/ScalarType.h), in bytes. */
const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  Byte: 1,
  Char: 1,
  Bool: 1,
  Float8_e4m3fn: 1,
  Float8_e5m2: 1,
  Float8_e4m3fnuz: 1,
  Float8_e5m2fnuz: 1,
  Short: 2,
  Half: 2,
  BFloat16: 2,
  Int: 4,
  Float: 4,
  Long: 8,
  Double: 8,
  ComplexFloat: 8,
  ComplexDouble: 16,
};

/** Kernels of communication libraries, in file order. */
export const communicationRows = (selection: Selection): Uint32Array =>
  rowsOfType(selection, KernelType.communication);

export const messageOf = ({ trace: { slices, strings } }: Selection, row: number): Message => {
  const { args } = slices;
  const text = (id: number | undefined): string | undefined =>
    id === undefined ? undefined : strings.text(id);
  const elements = Math.max(args.inElements.or(row, -1), args.outElements.or(row, -1));
  const size = ELEMENT_BYTES[text(args.elementType.get(row)) ?? ''];
  const group = text(args.groupName.get(row));
  const groupSize = args.groupSize.get(row);
  return {
    name: text(args.collective.get(row)) ?? strings.text(slices.name[row] ?? 0),
    ...(group === undefined ? {} : { group }),
    ...(groupSize === undefined ? {} : { groupSize }),
    ...(elements < 0 || size === undefined ? {} : { bytes: elements * size }),
  };
};

/**
 * What each rank's links carry, over the message's size (NVIDIA, nccl-tests, doc/PERFORMANCE.md, src/gather.cu):
 * all-reduce 2 (n - 1) / n; gather, scatter, all-gather, reduce-scatter and all-to-all (n - 1) / n; the others 1.
 */
export const busFactor = (name: string, ranks: number): number => {
  if (/all_?reduce/i.test(name)) return (2 * (ranks - 1)) / ranks;
  return /gather|scatter|all_?to_?all/i.test(name) ? (ranks - 1) / ranks : 1;
};
