import { SliceKind } from '../../slice-kind';
import { hostKinds } from '../names';
import type { Selection } from '../selection';

/**
 * Whether the host did all the work itself. Calls into a device's runtime, or a device that is named, say that it may have
 * waited for work that was not recorded.
 */
export const worksAlone = (selection: Selection): boolean =>
  selection.device.length === 0 &&
  (hostKinds(selection)[SliceKind.runtime] ?? 0) === 0 &&
  selection.trace.metadata.devices.length === 0;
