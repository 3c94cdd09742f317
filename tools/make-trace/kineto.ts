/** Kineto's JSON as libkineto writes it (output_json.cpp): the same keys, order and white space. */

export interface Complete {
  readonly cat: string;
  readonly name: string;
  readonly pid: number | string;
  readonly tid: number | string;
  /** Microseconds. */
  readonly ts: number;
  readonly dur: number;
  readonly args: Readonly<Record<string, unknown>>;
}

const time = (microseconds: number): string => microseconds.toFixed(3);

const argsText = (args: Readonly<Record<string, unknown>>): string =>
  Object.entries(args)
    .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value).replaceAll(',', ', ')}`)
    .join(', ');

export const complete = ({ cat, name, pid, tid, ts, dur, args }: Complete): string =>
  `  {
    "ph": "X", "cat": "${cat}", "name": ${JSON.stringify(name)}, "pid": ${JSON.stringify(pid)}, "tid": ${JSON.stringify(tid)},
    "ts": ${time(ts)}, "dur": ${time(dur)},
    "args": {
      ${argsText(args)}
    }
  }`;

/** The arrow from a launch to its device event. */
export const flow = (phase: 's' | 'f', id: number, pid: number, tid: number, ts: number): string =>
  `  {
    "ph": "${phase}", "id": ${id}, "pid": ${pid}, "tid": ${tid}, "ts": ${time(ts)},
    "cat": "ac2g", "name": "ac2g"${phase === 'f' ? ', "bp": "e"' : ''}
  }`;

export interface Allocation {
  readonly ts: number;
  readonly pid: number;
  readonly tid: number;
  readonly address: number;
  readonly bytes: number;
  readonly totalAllocated: number;
  readonly totalReserved: number;
}

export const memory = (at: Allocation): string =>
  `  {
    "ph": "i", "cat": "cpu_instant_event", "s": "t", "name": "[memory]",
    "pid": ${at.pid}, "tid": ${at.tid},
    "ts": ${time(at.ts)},
    "args": {
      ${argsText({
        'Total Reserved': at.totalReserved,
        'Total Allocated': at.totalAllocated,
        Bytes: at.bytes,
        Addr: at.address,
        'Device Id': 0,
        'Device Type': 1,
      })}
    }
  }`;

export const metadata = (
  name: string,
  pid: number,
  tid: number,
  ts: number,
  args: Readonly<Record<string, unknown>>,
): string =>
  `  {
    "name": "${name}", "ph": "M", "ts": ${time(ts)}, "pid": ${pid}, "tid": ${tid},
    "args": {
      ${argsText(args)}
    }
  }`;

const H100 = {
  id: 0,
  name: 'NVIDIA H100 80GB HBM3',
  totalGlobalMem: 85_029_158_912,
  computeMajor: 9,
  computeMinor: 0,
  maxThreadsPerBlock: 1024,
  maxThreadsPerMultiprocessor: 2048,
  regsPerBlock: 65_536,
  warpSize: 32,
  sharedMemPerBlock: 49_152,
  numSms: 132,
};

/** Everything before the first event. */
export const header = (rank: number, worldSize: number): string =>
  `{
  "schemaVersion": 1,
  "deviceProperties": [
    ${JSON.stringify(H100)}
  ],
  "cuda_runtime_version": 12080,
  "record_shapes": 1,
  "with_stack": 1,
  "profile_memory": 1,
  "distributedInfo": ${JSON.stringify({ backend: 'nccl', rank, world_size: worldSize })},
  "displayTimeUnit": "ms",
  "baseTimeNanoseconds": 1760000000000000000,
  "traceEvents": [
`;

export const footer = (name: string): string => `
  ],
  "traceName": "${name}"
}
`;
