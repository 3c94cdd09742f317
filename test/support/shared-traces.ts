import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Trace } from '../../src/core/traces/columns';
import { readTrace } from '../../src/core/traces/read';
import { openBytes } from '../../src/io/open-bytes';
import { sharedPath } from './shared';

/** A peer's table: column names and rows of cells. */
export interface PeerTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** Keys of the peers' results for single traces: `reference/PEER/KEY.json`. */
export const peerKeys = (peer: 'hta' | 'tensorboard'): readonly string[] => {
  const folder = sharedPath('reference', peer);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json') && !/\.(last|nsraw)\.json$|^diff__/.test(file))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
};

export const peerResult = (peer: 'hta' | 'tensorboard', key: string): unknown =>
  JSON.parse(readFileSync(sharedPath('reference', peer, `${key}.json`), 'utf8'));

/** The trace of a key; of a folder with a file a rank, the first. */
export const sharedTrace = async (key: string): Promise<Trace> => {
  const path = ['.json', '.json.gz', '']
    .map((ending) => sharedPath('traces', `${key}${ending}`))
    .find(existsSync);
  if (path === undefined) throw new Error(`no trace for ${key}`);
  if (!statSync(path).isDirectory()) return readTrace(openBytes(path), { name: key });
  const [first = ''] = readdirSync(path).sort();
  return readTrace(openBytes(join(path, first)), { name: first });
};

export const sharedRankFiles = (key: string): readonly string[] =>
  readdirSync(sharedPath('traces', key))
    .sort()
    .map((file) => sharedPath('traces', key, file));

/** Rows as objects. */
export const cellsOf = ({
  columns,
  rows,
}: PeerTable): readonly Readonly<Record<string, string | number | null>>[] =>
  rows.map((row) => Object.fromEntries(row.map((cell, i) => [columns[i] ?? '', cell])));
