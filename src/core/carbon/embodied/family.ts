import type { Accelerator } from '../../hardware/accelerator';
import { actOver } from './act-part';
import { nodeOfProcess } from './act-data';
import type { Embodied } from './embodied';
import { familyDie } from './family-data';

/** Where a process is not published: the fabs of today's accelerators stand in Taiwan. */
const USUAL_FAB = 'taiwan';

/** ACT's equation over dies as the part's family has them, a wide range; undefined for a family without one. */
export const familyEstimate = (part: Accelerator): Embodied | undefined => {
  const die = familyDie(part.id, part.family);
  if (die === undefined) return undefined;
  const process = part.process === undefined ? undefined : nodeOfProcess(part.process.value);
  return actOver(
    part,
    {
      dieArea: die.area,
      dies: part.die?.count?.value ?? 1,
      node: process?.node ?? die.node,
      fab: process?.fab ?? USUAL_FAB,
      source: die.source,
    },
    'family',
  );
};
