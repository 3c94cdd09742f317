import type { OperatorCategory } from '../../workload/category';
import { kernelClassifier } from '../categories/classify';
import { withLoops } from '../loops/loops';
import { BY_NAME } from '../loops/marks';
import { SliceKind } from '../slice-kind';
import { ALL_KINDS } from './names';
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

const ownType = (name: string, category: OperatorCategory): KernelType => {
  if (category === 'communication') return KernelType.communication;
  return HTA_MEMORY.test(name) ? KernelType.memory : KernelType.computation;
};

/** The type of each of the selection's `device` rows, by place; each name is looked at once. */
export const deviceTypes = once((selection: Selection): Uint8Array =>
  withLoops(selection, (loops) => {
    loops.useDevice();
    const { device, window, trace } = selection;
    const { size } = trace.strings;
    const isHta = window === 'hta';
    const names = loops.put(new Uint8Array(size));
    loops.calls.markNames(isHta ? ALL_KINDS : 1 << SliceKind.kernel, names);
    const categoryOf = kernelClassifier();
    const types = loops.bytes(names, size);
    for (let name = types.indexOf(1); name >= 0; name = types.indexOf(1, name + 1)) {
      const text = trace.strings.text(name);
      types[name] = isHta ? htaType(text) : ownType(text, categoryOf(text));
    }
    const ofKind = isHta ? new Uint8Array(OWN_TYPES.length).fill(BY_NAME) : OWN_TYPES;
    return loops.bytes(loops.calls.typeDevice(loops.put(ofKind), names), device.length).slice();
  }),
);

/** By kind; names tell what kernels do, in the window "hta" what anything does. */
const OWN_TYPES = new Uint8Array(256).fill(KernelType.other);
OWN_TYPES[SliceKind.kernel] = BY_NAME;
OWN_TYPES[SliceKind.memcpy] = OWN_TYPES[SliceKind.memset] = KernelType.memory;

/** The types by row, for loops over rows; 0 of rows on the host. */
export const kernelTypeColumn = once((selection: Selection): Uint8Array => {
  const types = deviceTypes(selection);
  return withLoops(selection, (loops) => {
    loops.useDevice();
    const { length } = selection.trace.slices;
    const ofRows = loops.calls.spreadBytes(loops.put(types), loops.put(selection.device), length);
    return loops.bytes(ofRows, length).slice();
  });
});

/** The device's rows of one type, in file order. */
export const rowsOfType = (selection: Selection, type: KernelType): Uint32Array => {
  const types = deviceTypes(selection);
  return withLoops(selection, (loops) => {
    loops.useDevice();
    const rows = loops.put(selection.device);
    return loops.rows(rows, loops.calls.keepMarked(rows, loops.put(types), type)).slice();
  });
};
