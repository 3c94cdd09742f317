import type { SquareMillimetres } from '../../units/quantity';

const MM2_PER_CM2 = 100;
const defectsOn = (area: SquareMillimetres, defectsPerCm2: number): number =>
  (area / MM2_PER_CM2) * defectsPerCm2;

/** Share of good dies after Murphy (1964), Y = ((1 − exp(−A·D0)) / (A·D0))². Area of one die. */
export const murphyYield = (area: SquareMillimetres, defectsPerCm2: number): number => {
  const defects = defectsOn(area, defectsPerCm2);
  return defects === 0 ? 1 : (-Math.expm1(-defects) / defects) ** 2;
};

/** Share of good dies where defect density is exponentially distributed (Seeds 1967), Y = 1 / (1 + A·D0); ACT v2's `exponential_model`. */
export const exponentialYield = (area: SquareMillimetres, defectsPerCm2: number): number =>
  1 / (1 + defectsOn(area, defectsPerCm2));
