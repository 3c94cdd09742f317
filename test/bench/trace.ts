/**
 * Reads traces and prints how long that takes beside other readers of the same files, each in a process of its own, best of
 * three: `npm run bench:trace [-- FILE.json.gz …]`. Without files: the largest shared traces, and one of 150 MB made here
 * (`-- 1GB` or `5GB` for a larger one).
 */
import { spawnSync } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ANALYSES, ANALYSIS_NAMES } from '../../src/core/traces/analysis/registry';
import { select } from '../../src/core/traces/analysis/windows';
import { linkTrace } from '../../src/core/traces/link';
import { readTrace } from '../../src/core/traces/read';
import { openBytes } from '../../src/io/open-bytes';
import { sharedPath } from '../support/shared';

const RUNS = 3;
/** Node cannot make a longer string. */
const LONGEST_STRING = 536_870_888;
const SHARED = ['tracelens__inference__xdit_sd_3.5__profile_trace_rank_0', 'hta__df_index_resolver'];

interface Measured {
  readonly seconds: number;
  readonly megabytes?: number;
  readonly events?: number;
  readonly analyses?: number;
}

/** What a child process does; it prints one line of JSON. */
const CHILD: Readonly<Record<string, (path: string) => Promise<Measured>>> = {
  wattlens: async (path) => {
    const begun = performance.now();
    const trace = await readTrace(openBytes(path));
    linkTrace(trace);
    const read = performance.now();
    const megabytes = process.resourceUsage().maxRSS / 1000;
    const selection = select(trace, 'all');
    for (const name of ANALYSIS_NAMES) ANALYSES[name].run(selection);
    const analyses = (performance.now() - read) / 1000;
    return { seconds: (read - begun) / 1000, events: trace.events, analyses, megabytes };
  },
  'JSON.parse': (path) => {
    const begun = performance.now();
    const { traceEvents } = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly traceEvents: readonly unknown[];
    };
    return Promise.resolve({ seconds: (performance.now() - begun) / 1000, events: traceEvents.length });
  },
};

const child = (what: string, path: string): Measured | undefined => {
  let best: Measured | undefined;
  for (let run = 0; run < RUNS; run++) {
    const { stdout, status } = spawnSync(process.execPath, [__filename, 'child', what, path], {
      encoding: 'utf8',
    });
    if (status !== 0) return undefined;
    const measured = JSON.parse(stdout) as Measured;
    if (best === undefined || measured.seconds < best.seconds) best = measured;
  }
  return best;
};

const gunzip = (path: string): number => {
  let best = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const begun = performance.now();
    spawnSync('sh', ['-c', 'gunzip -c "$1" > /dev/null', 'sh', path]);
    best = Math.min(best, (performance.now() - begun) / 1000);
  }
  return best;
};

const cells = (...values: readonly (string | number | undefined)[]): string =>
  values
    .map((value, column) => (column === 0 ? String(value).padEnd(44) : String(value ?? '–').padStart(13)))
    .join('');

const bench = async (packed: string, folder: string): Promise<void> => {
  const plain = join(folder, 'plain.json');
  await pipeline(createReadStream(packed), createGunzip(), createWriteStream(plain));
  const bytes = statSync(plain).size;
  const reference = gunzip(packed);
  const [ours, oursPlain] = [child('wattlens', packed), child('wattlens', plain)];
  const parse = bytes < LONGEST_STRING ? child('JSON.parse', plain) : undefined;
  if (ours === undefined || oursPlain === undefined) throw new Error(`${packed} could not be read`);
  const perEvent = (((ours.megabytes ?? 0) - 150) * 1e6) / (ours.events ?? 1);
  console.log(
    cells(
      `${packed.split('/').pop()?.slice(0, 26)} ${(bytes / 1e6).toFixed(0)} MB, ${((ours.events ?? 0) / 1e3).toFixed(0)} k`,
      reference.toFixed(2),
      parse?.seconds.toFixed(2),
      `${ours.seconds.toFixed(2)} (${(ours.seconds / reference).toFixed(2)}×)`,
      oursPlain.seconds.toFixed(2),
      parse === undefined ? undefined : `${(parse.seconds / oursPlain.seconds).toFixed(1)}×`,
      ours.megabytes?.toFixed(0),
      Math.max(0, perEvent).toFixed(0),
      ours.analyses?.toFixed(2),
    ),
  );
};

const main = async (args: readonly string[]): Promise<void> => {
  const [mode, what, path] = args;
  if (mode === 'child' && what !== undefined && path !== undefined) {
    const measured = await CHILD[what]?.(path);
    console.log(JSON.stringify(measured));
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'wattlens-bench-'));
  try {
    const files = args.filter((name) => existsSync(name));
    const sizes = args.filter((name) => /^\d+[MG]B$/.test(name));
    if (files.length === 0) {
      for (const size of sizes.length > 0 ? sizes : ['150MB']) {
        const made = join(folder, `made-${size}.json.gz`);
        spawnSync(process.execPath, ['tools/make-trace/run.mjs', made, size], { stdio: 'inherit' });
        files.push(made);
      }
      files.push(
        ...SHARED.map((key) => sharedPath('traces', `${key}.json.gz`)).filter((name) => existsSync(name)),
      );
    }
    console.log(
      cells(
        'seconds',
        'gunzip -c',
        'JSON.parse',
        'ours, packed',
        'ours, plain',
        'parse/ours',
        'peak MB',
        'B/event+150MB',
        'analyses',
      ),
    );
    for (const file of files) await bench(file, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

void main(process.argv.slice(2));
