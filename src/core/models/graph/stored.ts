import type { Primitive } from './primitive';

/** Weights that are kept but take no part in a usual run, such as the heads that predict further tokens. */
export const stored = (parameters: number): Primitive => ({
  kind: 'stored',
  parameters,
  quantised: true,
  operators: () => [],
});
