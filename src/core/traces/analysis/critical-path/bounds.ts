import { isDeviceWork, SliceKind } from '../../slice-kind';
import { KernelType } from '../kernel-type';
import { EdgeKind } from './graph';

/** What bounds a stretch of the critical path. */
export const BOUNDS = ['host', 'computation', 'communication', 'copy', 'launchDelay', 'kernelGap'] as const;
export type Bound = (typeof BOUNDS)[number];

const [HOST, COMPUTATION, COMMUNICATION, COPY, LAUNCH_DELAY, KERNEL_GAP] = [0, 1, 2, 3, 4, 5];
/** What takes no time has no place in `BOUNDS`. */
export const UNBOUND = -1;

/** What bounds an edge, as a place in `BOUNDS`. @param kind of the slice that accounts for it @param type of that slice */
export const boundOf = (edge: EdgeKind, kind: number, type: number): number => {
  switch (edge) {
    case EdgeKind.launchDelay:
      return LAUNCH_DELAY;
    case EdgeKind.kernelGap:
      return KERNEL_GAP;
    case EdgeKind.work:
      if (!isDeviceWork(kind)) return HOST;
      if (kind !== SliceKind.kernel) return COPY;
      return type === KernelType.communication ? COMMUNICATION : COMPUTATION;
    default:
      return UNBOUND;
  }
};
