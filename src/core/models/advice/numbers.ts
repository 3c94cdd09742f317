import type { SourceRange } from '../../text/located';
import { formatQuantity } from '../../units/format';
import type { Advised, Fix } from './advice';

/** A whole number of the config that was read, with its place. */
export interface NumberField {
  readonly path: string;
  readonly value: number;
  readonly range: SourceRange;
}

/** The fields that were read whose name (the last part of their path) fits, and whose values are whole numbers. */
export const numberFields = ({ text, model }: Advised, names: RegExp): readonly NumberField[] =>
  [...model.fields].flatMap(([path, { value: range }]) => {
    const value = Number(text.slice(range.start, range.end));
    return names.test(path.split('.').at(-1) ?? path) && Number.isSafeInteger(value)
      ? [{ path, value, range }]
      : [];
  });

export const roundUp = (value: number, multiple: number): number => multiple * Math.ceil(value / multiple);

export const replace = (range: SourceRange, value: number | string): Fix => ({
  title: `Change to ${value}`,
  range,
  text: String(value),
});

/** The ladder's larger steps leave out what is counted. */
export const formatParameters = (count: number): string =>
  `${formatQuantity(count, 'parameters').replace(/ parameters$/, '')} parameters`;
