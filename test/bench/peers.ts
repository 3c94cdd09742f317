/**
 * Other readers of the same file. They are no part of the project: a variable in the environment says where each is, and one
 * that is not there is said to be not installed.
 */
import { existsSync } from 'node:fs';

export interface Peer {
  readonly name: string;
  /** The command that reads a file, or why there is none. */
  readonly command: (file: string) => readonly string[] | string;
}

/** What HTA does to load one trace of one rank. */
const HTA = `
import sys
from hta.trace_analysis import TraceAnalysis
TraceAnalysis(trace_files={0: sys.argv[1]}, trace_dir='')
`;

const installed = (variable: string, args: (program: string, file: string) => readonly string[]) => {
  const program = process.env[variable];
  return (file: string): readonly string[] | string =>
    program === undefined || !existsSync(program)
      ? `not installed (${variable} names no program)`
      : args(program, file);
};

/** Of a packed file. */
export const PACKED_PEERS: readonly Peer[] = [
  { name: 'gunzip -c', command: (file) => ['gunzip', '-c', file] },
  {
    name: 'Perfetto trace_processor (gz)',
    command: installed('BENCH_TRACE_PROCESSOR', (program, file) => [program, '-q', '/dev/null', file]),
  },
];

/** Of the same content, not packed. */
export const PLAIN_PEERS: readonly Peer[] = [
  {
    name: 'simdjson on-demand',
    command: installed('BENCH_SIMDJSON', (program, file) => [program, file]),
  },
  {
    name: 'Perfetto trace_processor',
    command: installed('BENCH_TRACE_PROCESSOR', (program, file) => [program, '-q', '/dev/null', file]),
  },
  {
    name: 'Holistic Trace Analysis (load)',
    command: installed('BENCH_HTA_PYTHON', (program, file) => [program, '-c', HTA, file]),
  },
];
