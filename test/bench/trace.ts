/**
 * How long traces take beside other readers of the same files, each in a process of its own, in turn, best of some rounds:
 *   npm run bench:trace [-- FILE.json.gz | SIZE …]
 * SIZE (150MB, 1GB, 5GB) is made here. Without arguments: the largest shared traces, 150 MB and 1 GB. Peers that are
 * programs of others are named in the environment; see peers.ts.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { sharedPath } from '../support/shared';
import { PACKED_PEERS, type Peer, PLAIN_PEERS } from './peers';
import { better, timed, type Timing } from './timing';
import type { Measured } from './trace-child';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
/** Node cannot make a longer string. */
const LONGEST_STRING = 536_870_888;
const LARGE = 1e9;
const SHARED = ['tracelens__inference__xdit_sd_3.5__profile_trace_rank_0', 'hta__df_index_resolver'];
const CHILD = join(__dirname, 'trace-child.cjs');
const CLI = 'dist/cli.js';

const ourCommand: Peer = {
  name: 'wattlens trace --json',
  command: (file) => [process.execPath, CLI, 'trace', file, '--json'],
};
const ourChild = (mode: string): Peer => ({
  name: mode,
  command: (file) => [process.execPath, '--max-old-space-size=8192', CHILD, mode, file],
});

/** Runs commands in turn, so that what else the machine does hits all alike. */
const inTurn = (peers: readonly Peer[], file: string, rounds: number): Map<string, Timing | string> => {
  const best = new Map<string, Timing | string>();
  for (let round = 0; round < rounds; round++) {
    for (const { name, command } of peers) {
      const found = command(file);
      const before = best.get(name);
      if (typeof found === 'string') best.set(name, found);
      else if (typeof before !== 'string') {
        try {
          best.set(name, better(before, timed(found, found.includes(CHILD))));
        } catch (error) {
          best.set(
            name,
            error instanceof Error ? error.message.split('\n').join(' ').slice(0, 120) : 'failed',
          );
        }
      }
    }
  }
  return best;
};

const measuredIn = (timing: Timing | string | undefined): Partial<Measured> =>
  timing === undefined || typeof timing === 'string' ? {} : (JSON.parse(timing.output) as Partial<Measured>);

const line = (name: string, ...cells: readonly string[]): void =>
  console.log(`  ${name.padEnd(34)}${cells.map((cell) => cell.padStart(12)).join('')}`);

const s = (value: number): string => `${value.toFixed(2)} s`;

/** Ours first; then each peer, and how many times ours its time is. */
const compare = (title: string, peers: readonly Peer[], file: string, rounds: number): void => {
  const found = inTurn([ourCommand, ...peers], file, rounds);
  const ours = found.get(ourCommand.name);
  line(title, 'wall', 'CPU', 'wall/ours', 'CPU/ours');
  for (const [name, timing] of found) {
    if (typeof timing === 'string') line(name, `  ${timing}`);
    else if (ours === undefined || typeof ours === 'string') line(name, s(timing.wall), s(timing.cpu));
    else
      line(
        name,
        s(timing.wall),
        s(timing.cpu),
        `${(timing.wall / ours.wall).toFixed(2)} ×`,
        `${(timing.cpu / ours.cpu).toFixed(2)} ×`,
      );
  }
};

const reading = (plain: string, rounds: number): void => {
  const modes = ['read', 'one by one', 'analyses', 'cancel'].map(ourChild);
  const found = inTurn(modes, plain, rounds);
  const fast = measuredIn(found.get('read'));
  const slow = measuredIn(found.get('one by one'));
  const all = measuredIn(found.get('analyses'));
  const { cancelled } = measuredIn(found.get('cancel'));
  const { events = 0, read = NaN, peak = NaN } = fast;
  const bytes = Math.max(0, (peak - 150e6) / events);
  line('file to linked columns, CPU', s(read), `${(statSync(plain).size / read / 1e6).toFixed(0)} MB/s`);
  line(
    'scanner: SIMD against JavaScript',
    `${s(read)} : ${s(slow.read ?? NaN)}`,
    `   ${((slow.read ?? NaN) / read).toFixed(1)} × won by SIMD`,
  );
  line('peak memory', `${(peak / 1e6).toFixed(0)} MB`, `   ${bytes.toFixed(0)} bytes an event + 150 MB`);
  line(
    'all analyses, CPU',
    s(all.analyses ?? NaN),
    `   ${((all.analyses ?? NaN) / (all.read ?? NaN)).toFixed(2)} × the reading; ${(all.slowest ?? [])
      .map(([name, seconds]) => `${name} ${seconds.toFixed(2)}`)
      .join(', ')}`,
  );
  line('cancelled within', `${((cancelled ?? NaN) * 1000).toFixed(0)} ms`);
};

const bench = async (file: string, folder: string): Promise<void> => {
  const isPacked = file.endsWith('.gz');
  const plain = isPacked ? join(folder, 'plain.json') : file;
  if (isPacked) await pipeline(createReadStream(file), createGunzip(), createWriteStream(plain));
  const { size } = statSync(plain);
  const rounds = size > LARGE ? Math.min(ROUNDS, 2) : ROUNDS;
  console.log(`\n${basename(file)}: ${(size / 1e6).toFixed(0)} MB`);
  if (isPacked) compare('packed', PACKED_PEERS, file, rounds);
  const parse: Peer = {
    name: 'JSON.parse',
    command: (path) =>
      size < LONGEST_STRING
        ? ourChild('JSON.parse').command(path)
        : 'impossible: longer than a string can be',
  };
  compare('plain', [...PLAIN_PEERS, parse], plain, rounds);
  reading(plain, rounds);
};

const make = (size: string, folder: string): string => {
  const made = join(folder, `made-${size}.json${/^[5-9]GB|^\d\dGB/.test(size) ? '' : '.gz'}`);
  spawnSync(process.execPath, ['tools/make-trace/run.mjs', made, size], { stdio: 'inherit' });
  return made;
};

const main = async (args: readonly string[]): Promise<void> => {
  if (!existsSync(CLI)) throw new Error(`${CLI} is not there; run npm run build first`);
  const folder = mkdtempSync(join(tmpdir(), 'wattlens-bench-'));
  try {
    const shared = SHARED.map((key) => sharedPath('traces', `${key}.json.gz`)).filter((name) =>
      existsSync(name),
    );
    const wanted = args.length > 0 ? args : [...shared, '150MB', '1GB'];
    for (const name of wanted) {
      const file = existsSync(name) ? name : make(name, folder);
      await bench(file, folder);
      if (file !== name) rmSync(file);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
};

void main(process.argv.slice(2));
