import { formatNumber } from '../../src/core/units/format';
import { textField } from '../toolkit';
import type { Field } from '../toolkit';

export interface NumberLimits {
  readonly least: number;
  readonly whole: boolean;
}

/** A field that passes on numbers within its limits and says what is wrong with anything else. */
export const numberField = (
  label: string,
  limits: NumberLimits,
  onNumber: (value: number) => void,
): Field<number> => {
  let shown: number | undefined;
  const field = textField(label, (text) => {
    const value = parse(text, limits);
    field.complain(value === undefined ? describe(limits) : undefined);
    if (value === undefined || value === shown) return;
    shown = value;
    onNumber(value);
  });
  return {
    element: field.element,
    set: (value) => {
      // The same value may stand there as the user is typing it: "1." or "1,0".
      if (value === shown) return;
      shown = value;
      field.complain(undefined);
      field.set(String(value));
    },
  };
};

/** Thousands may be grouped by commas or spaces, as they are shown. */
const parse = (text: string, { least, whole }: NumberLimits): number | undefined => {
  const plain = text.replace(/[,\s]/g, '');
  const value = plain === '' ? Number.NaN : Number(plain);
  return Number.isFinite(value) && value >= least && (!whole || Number.isSafeInteger(value))
    ? value
    : undefined;
};

const describe = ({ least, whole }: NumberLimits): string =>
  `A ${whole ? 'whole number' : 'number'}, at least ${formatNumber(least)}.`;
