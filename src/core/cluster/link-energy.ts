import type { Accelerator } from '../hardware/accelerator';
import { powerOf } from '../hardware/power';
import type { Range } from '../units/range';
import { networkOf } from './collectives';

/** What moving a byte over the links of one level takes, at the boards. */
export interface LinkEnergy {
  readonly level: 'scale-up' | 'scale-out';
  readonly name: string;
  /** Achieved in a large collective, of one accelerator, one direction. Bytes/s. */
  readonly bytesPerSecond: number;
  readonly joulesPerByte: Range<number>;
}

/**
 * Energy of communication per byte and link: (power in a collective − idle power) × time / bytes, as the xPU-athalon
 * defines it (arXiv 2604.10852). Board power: network cards and switches are not in it. Empty where power is not known.
 */
export const linkEnergies = (part: Accelerator): readonly LinkEnergy[] => {
  const power = powerOf(part);
  if (power === undefined) return [];
  const drawn = power.at({ busy: 0, compute: 0, memory: 0, network: 1 });
  return networkOf(part).levels.map(({ level, name, bandwidth }) => ({
    level,
    name,
    bytesPerSecond: bandwidth,
    joulesPerByte: {
      low: Math.max(0, drawn.low - power.idle.low) / bandwidth,
      mid: Math.max(0, drawn.mid - power.idle.mid) / bandwidth,
      high: Math.max(0, drawn.high - power.idle.high) / bandwidth,
    },
  }));
};
