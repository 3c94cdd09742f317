import type { Facts } from '../hardware/facts';
import type { Assumption } from '../units/provenance';
import { exactly, type Range } from '../units/range';

/** A resolved input: its range, and the assumptions it rests on. */
export interface Resolved<Q extends number> {
  readonly value: Range<Q>;
  readonly assumptions: readonly Assumption[];
}

/** A range with its source. */
export interface SourcedRange extends Range<number> {
  readonly source: string;
  readonly year?: number;
}

/** `{ value, low?, high?, source, year? }` */
export const rangeOf = (node: Facts): SourcedRange => {
  const mid = node.at('value').number();
  const year = node.maybe('year', (facts) => facts.number());
  return {
    low: node.maybe('low', (facts) => facts.number()) ?? mid,
    mid,
    high: node.maybe('high', (facts) => facts.number()) ?? mid,
    source: node.at('source').text() + (year === undefined ? '' : `, ${year}`),
    ...(year === undefined ? {} : { year }),
  };
};

const USER = 'given by the user';
/** What the user says, without a doubt. */
export const given = (id: string, value: number, unit: string): Resolved<number> => ({
  value: exactly(value),
  assumptions: [{ id, value, unit, source: USER }],
});
/** What is published, with its spread. */
export const known = (
  id: string,
  unit: string,
  { low, mid, high, source, year }: SourcedRange,
  note?: string,
): Resolved<number> => ({
  value: { low, mid, high },
  assumptions: [
    {
      id,
      value: mid,
      unit,
      source,
      ...(low === high ? {} : { low, high }),
      ...(year === undefined ? {} : { year }),
      ...(note === undefined ? {} : { note }),
    },
  ],
});
