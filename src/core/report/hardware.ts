import type { Accelerator } from '../hardware/accelerator';
import { findAccelerator } from '../hardware/find';
import type { Catalogue } from '../hardware/load';
import type { CatalogueReport, CatalogueRow } from './types';
import { versioned } from './version';

/** Every `source` anywhere below a value, once each. */
const sourcesIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'source' in value && typeof value.source === 'string' ? [value.source] : [];
  return [...new Set([...own, ...Object.values(value).flatMap(sourcesIn)])];
};

const rowOf = (part: Accelerator): CatalogueRow => ({ ...part, sources: sourcesIn(part) });

/** The catalogue, or one part of it. @throws Problem for an unknown part, with the nearest name. */
export const hardwareReport = (parts: Catalogue, id?: string): CatalogueReport =>
  versioned({
    rows: id === undefined ? [...parts.values()].map(rowOf) : [rowOf(findAccelerator(parts, id))],
  });
