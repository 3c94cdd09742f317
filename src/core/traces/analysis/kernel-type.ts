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

const ownType = (category: OperatorCategory): KernelType =>
  category === 'communication' ? KernelType.communication : KernelType.computation;

/** A function from a device row to its type; each row is looked at once. */
export const kernelTypes = (selection: Selection): ((row: number) => KernelType) => {
  const types = kernelTypeColumn(selection);
  return (row) => (types[row] ?? KernelType.computation) as KernelType;
};

/** The types by row, for loops; 0 of rows on the host. */
export const kernelTypeColumn = once((selection: Selection): Uint8Array => {
  const { slices, strings } = selection.trace;
  const { device, window } = selection;
  const types = new Uint8Array(slices.length);
  /** A name's type as that of a kernel, plus one; in the window "hta" as that of anything. */
  const byName = new Uint8Array(strings.size);
  const categoryOf = kernelClassifier();
  for (let place = 0; place < device.length; place++) {
    const row = device[place] ?? 0;
    const kind = slices.kind[row] ?? 0;
    if (window !== 'hta' && kind !== SliceKind.kernel) {
      types[row] =
        kind === SliceKind.memcpy || kind === SliceKind.memset ? KernelType.memory : KernelType.other;
      continue;
    }
    const name = slices.name[row] ?? 0;
    let known = byName[name] ?? 0;
    if (known === 0) {
      const text = strings.text(name);
      byName[name] = known = 1 + (window === 'hta' ? htaType(text) : ownType(categoryOf(text)));
    }
    types[row] = known - 1;
  }
  return types;
});
