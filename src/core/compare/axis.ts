import { Problem } from '../problem';

/** Values of a doubling axis at most. */
const MOST_VALUES = 1000;

const whole = (text: string): number => {
  const value = Number(text.trim());
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 1)
    throw new Problem(`'${text.trim()}' is no whole number of 1 or more`);
  return value;
};

/**
 * The values of an axis as typed: `8`, `1,4,16`, `1..512` (each double the one before, and the end), `128..1024:128`
 * (in steps). Throws a Problem that quotes what cannot be read.
 */
export const parseAxis = (text: string): readonly number[] => {
  const values = text.split(',').flatMap((piece) => {
    const [from, rest] = piece.split('..');
    if (rest === undefined) return [whole(piece)];
    const [to = '', step] = rest.split(':');
    const [first, last] = [whole(from ?? ''), whole(to)];
    if (last < first)
      throw new Problem(`'${piece.trim()}' ends below its start; expected, for example, ${last}..${first}`);
    const list: number[] = [];
    const by = step === undefined ? undefined : whole(step);
    for (
      let value = first;
      value <= last && list.length <= MOST_VALUES;
      value = by === undefined ? value * 2 : value + by
    )
      list.push(value);
    return list.at(-1) === last ? list : [...list, last];
  });
  if (values.length > MOST_VALUES) throw new Problem(`'${text}' has more than ${MOST_VALUES} values`);
  return [...new Set(values)].sort((a, b) => a - b);
};
