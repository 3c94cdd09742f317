import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export type Cell = string | number | null;
export type Cells = Readonly<Record<string, Cell>>;

/** A peer's table: column names and rows of cells. */
export interface PeerTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Rows as objects. */
export const cellsOf = (table: PeerTable | null | undefined): readonly Cells[] =>
  (table?.rows ?? []).map((row) => Object.fromEntries(row.map((cell, i) => [table?.columns[i] ?? '', cell])));

interface Result<Value> {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly value: Value | null;
}

export interface LaunchTable {
  readonly rows: number;
  readonly sum: Readonly<Record<string, number>>;
  readonly describe: PeerTable;
  readonly [count: string]: unknown;
}

export interface CriticalPathResult {
  readonly n_nodes: number;
  readonly n_edges: number;
  readonly total_duration: number;
  readonly duration_by_bound: {
    readonly index: readonly string[];
    readonly values: readonly number[];
  };
}

/** What HTA said of one trace, or of a folder with a trace a rank. Times are microseconds. */
export interface HtaResults {
  readonly ranks: readonly number[];
  readonly files: Readonly<Record<string, { readonly path: string }>>;
  readonly summary: Readonly<
    Record<string, { readonly 'gpu_events(stream!=-1)'?: number; readonly events_kept?: number }>
  >;
  readonly results: Readonly<Record<string, Result<unknown>>> & {
    readonly get_temporal_breakdown?: Result<PeerTable>;
    readonly get_gpu_kernel_breakdown_all?: Result<{
      readonly kernel_type: PeerTable;
      readonly kernels: PeerTable;
    }>;
    readonly get_idle_time_breakdown?: Result<{ readonly breakdown: PeerTable }>;
    readonly get_comm_comp_overlap?: Result<PeerTable>;
    readonly get_cuda_kernel_launch_stats?: Result<Readonly<Record<string, LaunchTable>>>;
    readonly get_queue_length_summary?: Result<PeerTable>;
    readonly get_time_spent_blocked_on_full_queue?: Result<PeerTable>;
    readonly get_memory_bw_summary?: Result<PeerTable>;
  };
}

/** Keys of a peer's results for single traces, `PEER/KEY.json`, where the folder of reference results has them. */
export const peerKeys = (reference: string, peer: 'hta' | 'tensorboard'): readonly string[] => {
  const folder = join(reference, peer);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json') && !/\.(last|nsraw)\.json$|^diff__/.test(file))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
};

/** A file of reference results; who reads it says what it holds. */
export const peerResult = (reference: string, peer: 'hta' | 'tensorboard', key: string): unknown =>
  JSON.parse(readFileSync(join(reference, peer, `${key}.json`), 'utf8'));

/** The files of a key's trace: one, or one a rank. */
export const traceFiles = (traces: string, key: string): readonly string[] => {
  const path = ['.json', '.json.gz', ''].map((ending) => join(traces, `${key}${ending}`)).find(existsSync);
  if (path === undefined) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .map((file) => join(path, file));
};
