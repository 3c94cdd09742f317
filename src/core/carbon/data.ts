import { Facts } from '../hardware/facts';

/** One of our data files, read with its name in every complaint. */
export const dataFile = (data: unknown, name: string): Facts => new Facts(data, name, new Map());

/** Computes once, on first use. */
export const once = <T>(compute: () => T): (() => T) => {
  let result: { readonly value: T } | undefined;
  return () => (result ??= { value: compute() }).value;
};
