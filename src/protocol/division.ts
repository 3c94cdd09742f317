import type { Parallelism } from '../core/cluster/parallelism';

/** How a model is divided over its accelerators, as a control keeps it: `auto`, or tensor, pipeline, data, expert and context ways. */
export const AUTOMATIC = 'auto';

/** `4x2x1`, `8x1x1x8` or, two ways by context, `4x1x1x1x2`. */
export const divisionId = ({ tensor, pipeline, data, expert, context = 1 }: Parallelism): string =>
  [
    ...[tensor, pipeline, data],
    ...(expert === 1 && context === 1 ? [] : [expert]),
    ...(context === 1 ? [] : [context]),
  ].join('x');

/** Undefined for what is no division; `auto` leaves it to the core. */
export const readDivision = (id: string): Parallelism | typeof AUTOMATIC | undefined => {
  if (id === AUTOMATIC) return AUTOMATIC;
  if (!/^[1-9]\d{0,5}(x[1-9]\d{0,5}){2,4}$/.test(id)) return undefined;
  const [tensor = 1, pipeline = 1, data = 1, expert = 1, context = 1] = id.split('x').map(Number);
  return { tensor, pipeline, data, expert, ...(context === 1 ? {} : { context }) };
};
