import type { Range } from '../../units/range';

/** Above this ratio of high to low a range spans orders of magnitude, and its logarithm is drawn. */
const WIDE = 4;

/**
 * The value below which a share of the draws of a range lies: triangular from low over mid to high, in the logarithm
 * where the range spans more than fourfold, so that a factor up is as likely as the same factor down.
 */
export const quantilesOf = ({ low, mid, high }: Range<number>): ((share: number) => number) => {
  if (low === high) return () => mid;
  if (low <= 0 || high / low <= WIDE) return triangular(low, mid, high);
  const logarithm = triangular(Math.log(low), Math.log(mid), Math.log(high));
  return (share) => Math.exp(logarithm(share));
};

const triangular = (low: number, mode: number, high: number): ((share: number) => number) => {
  const width = high - low;
  const left = (mode - low) / width;
  return (share) =>
    share < left
      ? low + Math.sqrt(share * width * (mode - low))
      : high - Math.sqrt((1 - share) * width * (high - mode));
};
