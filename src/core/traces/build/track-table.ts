import type { Track } from '../columns';
import type { TextInterner } from './text-interner';

const CACHE = 256;

interface Labels {
  name?: string;
  labels?: string;
  sortIndex?: number;
}

/** Interns pairs of process and thread; a small direct-mapped cache stands before the map. */
export class TrackTable {
  #ids = new Map<string, number>();
  #pids: number[] = [];
  #tids: number[] = [];
  #processes = new Map<number, Labels>();
  #threads: Labels[] = [];
  #cachePid = new Int32Array(CACHE).fill(-1);
  #cacheTid = new Int32Array(CACHE).fill(-1);
  #cacheTrack = new Uint32Array(CACHE);

  constructor(private readonly texts: TextInterner) {}

  get size(): number {
    return this.#pids.length;
  }

  /** The track of a process and a thread, both as TextIds. */
  of(pid: number, tid: number): number {
    const slot = (Math.imul(pid, 31) + tid) & (CACHE - 1);
    if (this.#cachePid[slot] === pid && this.#cacheTid[slot] === tid) return this.#cacheTrack[slot] ?? 0;
    const key = `${pid}:${tid}`;
    let track = this.#ids.get(key);
    if (track === undefined) {
      track = this.#pids.length;
      this.#ids.set(key, track);
      this.#pids.push(pid);
      this.#tids.push(tid);
      this.#threads.push({});
    }
    this.#cachePid[slot] = pid;
    this.#cacheTid[slot] = tid;
    this.#cacheTrack[slot] = track;
    return track;
  }

  /** Whether there is such a track. */
  has(pid: number, tid: number): boolean {
    return this.#ids.has(`${pid}:${tid}`);
  }

  /** Takes what a metadata event says of its process or thread. */
  describe(event: string, pid: number, tid: number, args: Readonly<Record<string, unknown>>): void {
    const process = this.#processes.get(pid) ?? {};
    if (event.startsWith('process_')) this.#processes.set(pid, process);
    const sortIndex = Number(args['sort_index']);
    if (event === 'process_name') process.name = String(args['name']);
    else if (event === 'process_labels') process.labels = String(args['labels']);
    else if (event === 'process_sort_index' && Number.isFinite(sortIndex)) process.sortIndex = sortIndex;
    else if (event === 'thread_name' || event === 'thread_sort_index') {
      const thread = this.#threads[this.of(pid, tid)];
      if (thread === undefined) return;
      if (event === 'thread_name') thread.name = String(args['name']);
      else if (Number.isFinite(sortIndex)) thread.sortIndex = sortIndex;
    }
  }

  done(): readonly Track[] {
    return this.#pids.map((pid, track) => {
      const process = this.#processes.get(pid);
      const thread = this.#threads[track];
      return {
        pid: this.texts.text(pid),
        tid: this.texts.text(this.#tids[track] ?? 0),
        ...(process?.name === undefined ? {} : { processName: process.name }),
        ...(process?.labels === undefined ? {} : { processLabels: process.labels }),
        ...(process?.sortIndex === undefined ? {} : { processSortIndex: process.sortIndex }),
        ...(thread?.name === undefined ? {} : { threadName: thread.name }),
        ...(thread?.sortIndex === undefined ? {} : { threadSortIndex: thread.sortIndex }),
      };
    });
  }
}
