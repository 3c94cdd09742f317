import { type GramsCO2e, type GramsPerJoule, grams, type Joules, joules } from '../units/quantity';
import { combineRanges, type Range } from '../units/range';

/** Energy at the meter of the site: IT energy × PUE. */
export const facilityEnergy = (itEnergy: Range<Joules>, pue: Range<number>): Range<Joules> =>
  combineRanges(itEnergy, pue, (energy, factor) => joules(energy * factor));

/** Carbon of energy at the meter of the site (PUE already in it): energy × grid intensity. */
export const operationalCarbon = (energy: Range<Joules>, intensity: Range<GramsPerJoule>): Range<GramsCO2e> =>
  combineRanges(energy, intensity, (used, perJoule) => grams(used * perJoule));

export const addCarbon = (a: Range<GramsCO2e>, b: Range<GramsCO2e>): Range<GramsCO2e> =>
  combineRanges(a, b, (x, y) => grams(x + y));
