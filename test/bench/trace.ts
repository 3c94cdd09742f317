/**
 * How long traces take beside other readers of the same files, each in a process of its own, in turn, best of some rounds:
 *   npm run bench:trace [-- all | FILE.json.gz | SIZE …]
 * SIZE (150MB, 1GB, 5GB) is made here. Without arguments: the largest shared traces, 150 MB and 1 GB; `all` is these and
 * 5 GB. Peers that are programs of others are named in the environment; see peers.ts. At the end a table sets each goal
 * beside what was measured.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { sharedPath } from '../support/shared';
import { type Goals, goalTable } from './goals';
import { GUNZIP, HOLISTIC, PACKED_PEERS, type Peer, PERFETTO, PLAIN_PEERS, SIMDJSON } from './peers';
import { better, timed, type Timing } from './timing';
import type { Measured } from './trace-child';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
/** Node cannot make a longer string. */
const LONGEST_STRING = 536_870_888;
const LARGE = 1e9;
/** It takes minutes for more. */
const LARGEST_FOR_HTA = 2e8;
/** Too long for more than one round, and more than what the prompt does. */
const HUGE = 2e9;
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

/** What a command says of itself in its last line. */
const insideOf = ({ output }: Timing): Timing => {
  const { wall, cpu } = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Omit<Timing, 'output'>;
  return { wall, cpu, output };
};

/** Runs commands in turn, so that what else the machine does hits all alike. */
const inTurn = (peers: readonly Peer[], file: string, rounds: number): Map<string, Timing | string> => {
  const best = new Map<string, Timing | string>();
  for (let round = 0; round < rounds; round++) {
    for (const { name, command, isTimedInside = false } of peers) {
      const found = command(file);
      const before = best.get(name);
      if (typeof found === 'string') best.set(name, found);
      else if (typeof before !== 'string') {
        try {
          const timing = timed(found, isTimedInside || found.includes(CHILD));
          best.set(name, better(before, isTimedInside ? insideOf(timing) : timing));
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

type Found = ReadonlyMap<string, Timing | string>;

/** Ours first; then each peer, and how many times ours its time is. */
const compare = (title: string, peers: readonly Peer[], file: string, rounds: number): Found => {
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
  return found;
};

/** How many times a peer's time our command takes; absent where the peer did not run. */
const timesThat = (found: Found | undefined, peer: string, of: 'wall' | 'cpu'): number | undefined => {
  const [ours, theirs] = [found?.get(ourCommand.name), found?.get(peer)];
  return typeof ours === 'object' && typeof theirs === 'object' ? ours[of] / theirs[of] : undefined;
};

const bytesAnEvent = ({ peak = NaN, events = 0 }: Partial<Measured>): number =>
  Math.max(0, (peak - 150e6) / events);

type Reading = Pick<
  Goals,
  'events' | 'read' | 'readWall' | 'analyses' | 'bytesAnEvent' | 'withBreakdowns' | 'cancelled'
>;

const reading = (plain: string, rounds: number): Reading => {
  const { size } = statSync(plain);
  const modes =
    size > HUGE ? ['read', 'breakdowns'] : ['read', 'breakdowns', 'one by one', 'analyses', 'cancel'];
  const found = inTurn(modes.map(ourChild), plain, rounds);
  const fast = measuredIn(found.get('read'));
  const slow = measuredIn(found.get('one by one'));
  const all = measuredIn(found.get('analyses'));
  const { cancelled } = measuredIn(found.get('cancel'));
  const { events = 0, read = NaN, readWall = NaN, peak = NaN } = fast;
  const reached = bytesAnEvent(fast);
  const withBreakdowns = bytesAnEvent(measuredIn(found.get('breakdowns')));
  line('file to linked columns', s(readWall), s(read), `${(size / readWall / 1e6).toFixed(0)} MB/s`);
  line('peak memory', `${(peak / 1e6).toFixed(0)} MB`, `   ${reached.toFixed(0)} bytes an event + 150 MB`);
  line('… with the breakdowns', '', `   ${withBreakdowns.toFixed(0)} bytes an event + 150 MB`);
  if (size > HUGE) return { events, read, readWall, bytesAnEvent: reached, withBreakdowns };
  line(
    'scanner: SIMD against JavaScript',
    `${s(read)} : ${s(slow.read ?? NaN)}`,
    `   ${((slow.read ?? NaN) / read).toFixed(1)} × won by SIMD`,
  );
  const analyses = (all.analyses ?? NaN) / (all.read ?? NaN);
  line(
    'all analyses, CPU',
    s(all.analyses ?? NaN),
    `   ${analyses.toFixed(2)} × the reading; ${(all.slowest ?? [])
      .map(([name, seconds]) => `${name} ${seconds.toFixed(2)}`)
      .join(', ')}`,
  );
  line('cancelled within', `${((cancelled ?? NaN) * 1000).toFixed(0)} ms`);
  return {
    events,
    read,
    readWall,
    bytesAnEvent: reached,
    withBreakdowns,
    analyses,
    ...(cancelled === undefined ? {} : { cancelled }),
  };
};

const bench = async (file: string, folder: string): Promise<Goals> => {
  const isPacked = file.endsWith('.gz');
  const plain = isPacked ? join(folder, 'plain.json') : file;
  if (isPacked) await pipeline(createReadStream(file), createGunzip(), createWriteStream(plain));
  const { size } = statSync(plain);
  const rounds = size > HUGE ? 1 : size > LARGE ? Math.min(ROUNDS, 2) : ROUNDS;
  console.log(`\n${basename(file)}: ${(size / 1e6).toFixed(0)} MB`);
  const packed = isPacked ? compare('packed', PACKED_PEERS, file, rounds) : undefined;
  const parse: Peer = {
    name: 'JSON.parse',
    command: (path) =>
      size < LONGEST_STRING
        ? ourChild('JSON.parse').command(path)
        : 'impossible: longer than a string can be',
  };
  const peers = PLAIN_PEERS.filter(({ name }) => name !== HOLISTIC || size < LARGEST_FOR_HTA);
  const unpacked = compare('plain', [...peers, parse], plain, rounds);
  const measured = reading(plain, rounds);
  const holistic = unpacked.get(HOLISTIC);
  return {
    megabytes: size / 1e6,
    ...measured,
    gunzip: timesThat(packed, GUNZIP, 'wall'),
    simdjson: timesThat(unpacked, SIMDJSON, 'wall'),
    simdjsonCpu: timesThat(unpacked, SIMDJSON, 'cpu'),
    perfetto: timesThat(unpacked, PERFETTO, 'wall'),
    holistic: typeof holistic === 'object' ? measured.readWall / holistic.wall : undefined,
    holisticCpu: typeof holistic === 'object' ? measured.read / holistic.cpu : undefined,
  };
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
    const usual = [...shared, '150MB', '1GB'];
    const wanted =
      args.length === 0 ? usual : args.flatMap((name) => (name === 'all' ? [...usual, '5GB'] : name));
    const measured: Goals[] = [];
    for (const name of wanted) {
      const file = existsSync(name) ? name : make(name, folder);
      measured.push(await bench(file, folder));
      if (file !== name) rmSync(file);
    }
    console.log(`\n${goalTable(measured)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

void main(process.argv.slice(2));
