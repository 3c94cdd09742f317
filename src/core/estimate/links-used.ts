import { type LinkEnergy, linkEnergies } from '../cluster/link-energy';
import type { Accelerator } from '../hardware/accelerator';

/** Accelerators of a node where the part does not say. */
const PER_NODE = 8;

/** Energy per byte of the links that so many accelerators use: between nodes only where there are several. */
export const linksUsed = (part: Accelerator, count: number): { readonly links?: readonly LinkEnergy[] } => {
  if (count === 1) return {};
  const several = count > (part.perNode?.value ?? PER_NODE);
  const links = linkEnergies(part).filter(({ level }) => several || level === 'scale-up');
  return links.length === 0 ? {} : { links };
};
