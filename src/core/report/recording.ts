import { type Place, traceEnergy } from '../estimate/trace-energy';
import type { Accelerator } from '../hardware/accelerator';
import { catalogue } from '../hardware/catalogue';
import { findAccelerator, matchDevice } from '../hardware/find';
import type { Catalogue } from '../hardware/load';
import { energy } from '../traces/analysis/energy';
import type { Selection } from '../traces/analysis/selection';
import type { Trace } from '../traces/columns';
import { usedDevices } from '../traces/used-devices';
import type { Block } from './document';
import { energyBlocks } from './documents/analyses/energy';

/** Where a trace was recorded, for its roof, energy and carbon. */
export interface Recording extends Place {
  /** The part, where the trace does not tell it. */
  readonly accelerator?: string;
  /** The built-in parts where absent. */
  readonly parts?: Catalogue;
}

/**
 * The part that a trace ran on: the one that is named, else the one that the trace's own device name tells.
 * @throws Problem for a part that is not in the catalogue
 */
export const recordedPart = (
  trace: Trace,
  { accelerator, parts = catalogue() }: Recording = {},
): Accelerator | undefined => {
  if (accelerator !== undefined) return findAccelerator(parts, accelerator);
  const name = usedDevices(trace).find((device) => (device.name ?? '') !== '')?.name;
  return name === undefined ? undefined : matchDevice(parts, name);
};

/** Energy and carbon of what was recorded as a section of a page: the figures, or why there are none. */
export const recordedEnergy = (selection: Selection, place: Place): readonly Block[] => {
  const { trace } = selection;
  const part = recordedPart(trace);
  const found = traceEnergy(trace, energy.run(selection), part, place);
  const heading = 'Energy and carbon of what was recorded';
  if ('unknown' in found) return [{ kind: 'note', text: `${heading}: ${found.unknown}.` }];
  const [first, ...others] = energyBlocks(part === undefined ? found : { ...found, accelerator: part.name });
  return first?.kind === 'facts' ? [{ ...first, heading }, ...others] : others;
};
