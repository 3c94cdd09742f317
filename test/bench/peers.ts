/**
 * Other readers of the same file. They are no part of the project: a variable in the environment says where each is, and one
 * that is not there is said to be not installed. The one on simdjson is compiled here where Debian's g++ and
 * libsimdjson-dev are installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface Peer {
  readonly name: string;
  /** The command that reads a file, or why there is none. */
  readonly command: (file: string) => readonly string[] | string;
  /** It prints a line of JSON with the seconds that it took itself, `wall` and `cpu`; its start does not count. */
  readonly isTimedInside?: true;
}

/** What HTA does to load one trace of one rank; importing it takes a second more. */
const HTA = `
import json, sys, time
from hta.trace_analysis import TraceAnalysis
wall, cpu = time.perf_counter(), time.process_time()
TraceAnalysis(trace_files={0: sys.argv[1]}, trace_dir='')
print()
print(json.dumps({'wall': time.perf_counter() - wall, 'cpu': time.process_time() - cpu}))
`;

const installed = (variable: string, args: (program: string, file: string) => readonly string[]) => {
  const program = process.env[variable];
  return (file: string): readonly string[] | string =>
    program === undefined || !existsSync(program)
      ? `not installed (${variable} names no program)`
      : args(program, file);
};

const compiled = join(__dirname, 'simdjson');
let isCompiled: boolean | undefined;

const ofSimdjson = (file: string): readonly string[] | string => {
  if (process.env['BENCH_SIMDJSON'] !== undefined)
    return installed('BENCH_SIMDJSON', (program, path) => [program, path])(file);
  const options = ['-O3', '-march=native', 'test/bench/simdjson.cpp', '-o', compiled, '-lsimdjson'];
  isCompiled ??= spawnSync('g++', options).status === 0;
  return isCompiled ? [compiled, file] : 'not installed (g++ and libsimdjson-dev compile it)';
};

export const GUNZIP = 'gunzip -c';
export const SIMDJSON = 'simdjson on-demand';
export const PERFETTO = 'Perfetto trace_processor';
export const HOLISTIC = 'Holistic Trace Analysis (load)';

/** Of a packed file. */
export const PACKED_PEERS: readonly Peer[] = [
  { name: GUNZIP, command: (file) => ['gunzip', '-c', file] },
  {
    name: 'Perfetto trace_processor (gz)',
    command: installed('BENCH_TRACE_PROCESSOR', (program, file) => [program, '-q', '/dev/null', file]),
  },
];

/** Of the same content, not packed. */
export const PLAIN_PEERS: readonly Peer[] = [
  { name: SIMDJSON, command: (file) => ofSimdjson(file) },
  {
    name: PERFETTO,
    command: installed('BENCH_TRACE_PROCESSOR', (program, file) => [program, '-q', '/dev/null', file]),
  },
  {
    name: HOLISTIC,
    isTimedInside: true,
    command: installed('BENCH_HTA_PYTHON', (program, file) => [program, '-c', HTA, file]),
  },
];
