import type { LocatedValue } from './located';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The value without its places. */
export const plainOf = (value: LocatedValue): Json => {
  switch (value.type) {
    case 'object':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plainOf(entry.value)]));
    case 'array':
      return value.items.map(plainOf);
    case 'scalar':
      return value.value;
  }
};
