import { type GramsCO2e, grams, type Seconds } from '../../units/quantity';
import type { Range } from '../../units/range';

/**
 * The share of embodied carbon that a use of the hardware carries: embodied × time in use / (lifetime × share of
 * the lifetime in use). Time in use is counted per device: two devices for one hour are two hours.
 * SCI v1.1 "M = TE × TiR/EL × RR/ToR" with the idle time borne by the uses.
 */
export const amortise = (
  perDevice: Range<GramsCO2e>,
  use: Seconds,
  lifetime: Range<Seconds>,
  utilization: Range<number>,
): Range<GramsCO2e> => ({
  low: grams((perDevice.low * use) / (lifetime.high * utilization.high)),
  mid: grams((perDevice.mid * use) / (lifetime.mid * utilization.mid)),
  high: grams((perDevice.high * use) / (lifetime.low * utilization.low)),
});
