import type { Accelerator } from '../../hardware/accelerator';
import type { Assumption } from '../../units/provenance';
import type { GramsCO2e } from '../../units/quantity';
import type { Range } from '../../units/range';
import { actEstimate } from './act-part';
import { familyEstimate } from './family';
import { serverEstimate, type ServerShare } from './server';
import { vendorFootprint } from './vendor';

/** Where an embodied figure comes from, best first. */
export type EmbodiedLayer = 'vendor' | 'act' | 'family';

export interface Embodied {
  /** Cradle to gate, of one accelerator with its board. */
  readonly perDevice: Range<GramsCO2e>;
  readonly layer: EmbodiedLayer;
  readonly assumptions: readonly Assumption[];
}

/**
 * Embodied carbon of one accelerator: its published product carbon footprint; else ACT's equation over its die,
 * memory and packages; else the same over the dies of its family; else undefined, never 0. Low and high span what
 * other sources say of the same part, with their reasons in the assumptions.
 */
export const embodiedOf = (part: Accelerator): Embodied | undefined => {
  const found = vendorFootprint(part) ?? actEstimate(part) ?? familyEstimate(part);
  return found === undefined ? undefined : { ...found, assumptions: [...found.assumptions, BOUNDARY] };
};

/** Which stages of the life cycle the figure holds. */
const BOUNDARY: Assumption = {
  id: 'embodied.boundary',
  value: 'cradle to gate',
  unit: '',
  source: 'life-cycle stages of ISO 14040',
  note: 'materials, manufacturing, assembly and transport; use is operational carbon; end of life is not counted',
};

/** One accelerator's share of the server around it: processors, memory, storage, chassis, power supplies. */
export const serverShareOf = (part: Accelerator): ServerShare => serverEstimate(part);
