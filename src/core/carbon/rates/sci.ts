import { Problem } from '../../problem';
import { type GramsCO2e, type GramsPerJoule, grams, type Joules, type Seconds } from '../../units/quantity';
import { mapRange, type Range } from '../../units/range';
import { addCarbon, operationalCarbon } from '../operational';

export interface SciInput {
  /** At the meter of the site. */
  readonly energy: Range<Joules>;
  /** Location-based: SCI leaves out market-based measures. */
  readonly intensity: Range<GramsPerJoule>;
  /** The share of embodied carbon that the same work carries. */
  readonly embodied: Range<GramsCO2e>;
  /** How many functional units (tokens, requests, users …) the work yields. */
  readonly units: number;
}

/**
 * Software Carbon Intensity per functional unit, SCI = ((E · I) + M) / R (SCI v1.1, ISO/IEC 21031:2024).
 * @throws Problem where the work yields no units.
 */
export const sci = ({ energy, intensity, embodied, units }: SciInput): Range<GramsCO2e> => {
  if (!(units > 0))
    throw new Problem(`carbon per unit of ${units} units cannot be; expected more than 0 units`);
  return mapRange(addCarbon(operationalCarbon(energy, intensity), embodied), (whole) => grams(whole / units));
};

/** Which part of the hardware, and of its life, a piece of software takes. */
export interface Reserved {
  /** TiR, time reserved. */
  readonly time: Seconds;
  /** EL, expected life span of the hardware. */
  readonly lifespan: Seconds;
  /** RR / ToR, share of its resources, 0 … 1. */
  readonly share: number;
}

/** Embodied share after SCI, M = TE · (TiR / EL) · (RR / ToR). */
export const sciEmbodied = (total: Range<GramsCO2e>, { time, lifespan, share }: Reserved): Range<GramsCO2e> =>
  mapRange(total, (whole) => grams(whole * (time / lifespan) * share));
