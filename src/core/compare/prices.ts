import { Problem } from '../problem';

/** Dollars of an accelerator-hour: of all, or by the name of each. */
export type Prices = number | ReadonlyMap<string, number>;

const amount = (text: string): number => {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!(value >= 0) || !Number.isFinite(value))
    throw new Problem(`'${text.trim()}' is no price; expected dollars of an accelerator-hour, such as 2.5`);
  return value;
};

/** `2.5` for all, or `h100=2.5,mi300x=1.9`. Throws a Problem that quotes what cannot be read. */
export const parsePrices = (text: string): Prices => {
  if (!text.includes('=')) return amount(text);
  return new Map(
    text.split(',').map((piece) => {
      const [name = '', price = ''] = piece.split('=');
      if (name.trim() === '')
        throw new Problem(`'${piece.trim()}' names no accelerator; expected, for example, h100=2.5`);
      return [name.trim(), amount(price)];
    }),
  );
};

/** Of one of the names that an accelerator goes by. */
export const priceIn = (prices: Prices | undefined, names: readonly string[]): number | undefined =>
  typeof prices === 'object'
    ? names.map((name) => prices.get(name)).find((price) => price !== undefined)
    : prices;
