import type { Accelerator } from './accelerator';
import { FactProblem, Facts } from './facts';
import { readPart } from './read-part';

/** A catalogue file after YAML parsing, and the name it goes by in complaints. */
export interface CatalogueFile {
  readonly name: string;
  readonly data: unknown;
}

export type Catalogue = ReadonlyMap<string, Accelerator>;

type Data = Readonly<Record<string, unknown>>;

const isMapping = (data: unknown): data is Data =>
  typeof data === 'object' && data !== null && !Array.isArray(data);

/** `over` wins field by field; lists and sourced values are replaced whole. */
const merge = (base: Data, over: Data): Data => {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] = isMapping(before) && isMapping(value) && !('value' in value) ? merge(before, value) : value;
  }
  return merged;
};

/** Sources written out, so that a part can leave its file. */
const withSources = (data: unknown, sources: ReadonlyMap<string, string>): unknown => {
  if (Array.isArray(data)) return data.map((item: unknown) => withSources(item, sources));
  if (!isMapping(data)) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      key === 'source' && typeof value === 'string'
        ? (sources.get(value) ?? value)
        : withSources(value, sources),
    ]),
  );
};

interface RawPart {
  readonly file: string;
  readonly data: Data;
  /** Where it stands in its file. */
  readonly steps: readonly string[];
}

const rawParts = ({ name, data }: CatalogueFile): readonly RawPart[] => {
  const facts = new Facts(data, name, new Map()).only(['vendor', 'sources', 'parts']);
  const vendor = facts.maybe('vendor', (f) => f.text());
  const sources = new Map(
    (facts.maybe('sources', (f) => f.entries()) ?? []).map(([key, words]) => [key, words.text()]),
  );
  facts.at('parts').list();
  const parts = isMapping(data) && Array.isArray(data['parts']) ? data['parts'] : [];
  return parts.map((part: unknown, index) => {
    if (!isMapping(part))
      throw new FactProblem(`${name}.parts[${index}] should be a mapping with at least an id`, [
        'parts',
        String(index),
      ]);
    const full = withSources(vendor === undefined ? part : { vendor, ...part }, sources);
    return { file: name, data: isMapping(full) ? full : part, steps: ['parts', String(index)] };
  });
};

/**
 * Reads catalogue files. A part of a later file whose id is known already corrects that part field by field, so that a
 * workspace may add or correct parts. Throws a Problem that names file, part and field.
 */
export const loadCatalogue = (files: readonly CatalogueFile[]): Catalogue => {
  const merged = new Map<string, RawPart>();
  for (const file of files)
    for (const part of rawParts(file)) {
      const id = new Facts(part.data, `${part.file}: a part`, new Map(), part.steps).at('id').text();
      const before = merged.get(id);
      merged.set(id, before === undefined ? part : { ...part, data: merge(before.data, part.data) });
    }
  return new Map(
    [...merged].map(([id, { file, data }]) => {
      const facts = new Facts(data, `${file}: ${id}`, new Map(), [], id);
      return [id, readPart(facts, facts.at('vendor').text())];
    }),
  );
};
