import type { OperatorCategory } from '../../workload/category';
import { kernelClassifier } from '../categories/classify';
import { SliceKind } from '../slice-kind';
import { once } from './once';
import type { Selection } from './selection';

/** Codes of what a device event does, small enough for a column. */
export const KernelType = { computation: 0, communication: 1, memory: 2, other: 3 } as const;
export type KernelType = (typeof KernelType)[keyof typeof KernelType];

/** As HTA calls them; the same words in every window. */
export const KERNEL_TYPE_NAMES: Readonly<Record<KernelType, string>> = {
  0: 'COMPUTATION',
  1: 'COMMUNICATION',
  2: 'MEMORY',
  3: 'OTHER',
};

/**
 * HTA's classes (hta/utils/utils.py:104-112, hta/common/types.py:109-133), in its order. Known to be wrong for names
 * that begin with "hip" (communication there), and for compute kernels with "dma" or "Sync" in their name.
 */
const HTA_COMMUNICATION = /^nccl|^hip|^hccl|ncclKernel/;
const HTA_MEMORY = /^(hip)?Memcpy|^(hip)?Memset|^dma/;
const HTA_OTHER =
  /^nccl|Memcpy|Memset|dma|Sync|^Stream Wait Event|cuda.*LaunchKernel|^runFunction|^hip|^job_exe|^packet|^pe_exe|^cpum_exe_subgraph|^hccl|^collective_subgraph_execution/;

const htaType = (name: string): KernelType =>
  HTA_COMMUNICATION.test(name)
    ? KernelType.communication
    : HTA_MEMORY.test(name)
      ? KernelType.memory
      : HTA_OTHER.test(name)
        ? KernelType.other
        : KernelType.computation;

const ownType = (kind: number, category: () => OperatorCategory): KernelType => {
  switch (kind) {
    case SliceKind.memcpy:
    case SliceKind.memset:
      return KernelType.memory;
    case SliceKind.kernel:
      return category() === 'communication' ? KernelType.communication : KernelType.computation;
    default:
      return KernelType.other;
  }
};

/** A function from a device row to its type; each row is looked at once. */
export const kernelTypes = (selection: Selection): ((row: number) => KernelType) => {
  const types = typesOfRows(selection);
  return (row) => (types[row] ?? KernelType.computation) as KernelType;
};

const typesOfRows = once((selection: Selection): Uint8Array => {
  const { slices } = selection.trace;
  const types = new Uint8Array(slices.length);
  const typeOf = typesByName(selection);
  for (const row of selection.device) types[row] = typeOf(slices.name[row] ?? 0, slices.kind[row] ?? 0);
  return types;
});

const typesByName = (selection: Selection): ((name: number, kind: number) => KernelType) => {
  const { strings } = selection.trace;
  const categoryOf = kernelClassifier();
  const byName = new Map<number, KernelType>();
  return (name, kind) => {
    const key = selection.window === 'hta' ? name : name * 16 + kind;
    let type = byName.get(key);
    if (type === undefined) {
      const text = strings.text(name);
      byName.set(
        key,
        (type = selection.window === 'hta' ? htaType(text) : ownType(kind, () => categoryOf(text))),
      );
    }
    return type;
  };
};
