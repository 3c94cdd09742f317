/** What the bench does in processes of their own; each prints one line of JSON. */
import { readFileSync } from 'node:fs';
import { analyse, ANALYSES, ANALYSIS_NAMES } from '../../src/core/traces/analysis/registry';
import { select } from '../../src/core/traces/analysis/windows';
import { Cancelled } from '../../src/core/traces/faults';
import { linkTrace } from '../../src/core/traces/link';
import { readTrace } from '../../src/core/traces/read';
import { openBytes } from '../../src/io/open-bytes';

export interface Measured {
  readonly events: number;
  /** Seconds of all threads, from file to columns with operators linked to kernels. */
  readonly read: number;
  /** The same by the clock. */
  readonly readWall: number;
  /** Seconds of all analyses after that. */
  readonly analyses?: number;
  readonly slowest?: readonly (readonly [name: string, seconds: number])[];
  /** Peak resident memory, in bytes, before the analyses; of `breakdowns` after those that the prompt makes. */
  readonly peak: number;
  /** Longest time from cancelling to the end of reading, in seconds. */
  readonly cancelled?: number;
}

const seconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const peak = (): number => process.resourceUsage().maxRSS * 1024;

const read = async (path: string, oneByOne: boolean) => {
  const begun = seconds();
  const clock = performance.now();
  const trace = await readTrace(openBytes(path), { oneByOne });
  linkTrace(trace);
  const readWall = (performance.now() - clock) / 1000;
  return { trace, measured: { events: trace.events, read: seconds() - begun, readWall, peak: peak() } };
};

const MOMENTS = [0, 20, 60, 150];

/** Cancels some moments after the beginning. */
const cancel = async (path: string): Promise<number> => {
  let longest = 0;
  for (const moment of MOMENTS) {
    let aborted = Infinity;
    const signal = { aborted: false };
    setTimeout(() => {
      aborted = performance.now();
      signal.aborted = true;
    }, moment);
    await readTrace(openBytes(path), { signal }).catch((error: unknown) => {
      if (!(error instanceof Cancelled)) throw error;
      longest = Math.max(longest, (performance.now() - aborted) / 1000);
    });
  }
  return longest;
};

const MODES: Readonly<Record<string, (path: string) => Promise<Partial<Measured>>>> = {
  read: async (path) => (await read(path, false)).measured,
  'one by one': async (path) => (await read(path, true)).measured,
  analyses: async (path) => {
    const { trace, measured } = await read(path, false);
    const begun = seconds();
    const selection = select(trace, 'all');
    const each = ANALYSIS_NAMES.map((name) => {
      const start = seconds();
      ANALYSES[name].run(selection);
      return [name, seconds() - start] as const;
    });
    const slowest = each.sort(([, a], [, b]) => b - a).slice(0, 5);
    return { ...measured, analyses: seconds() - begun, slowest };
  },
  breakdowns: async (path) => {
    const { trace, measured } = await read(path, false);
    analyse(trace);
    return { ...measured, peak: peak() };
  },
  cancel: async (path) => ({ cancelled: await cancel(path) }),
  'JSON.parse': (path) => {
    const { traceEvents } = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly traceEvents: readonly unknown[];
    };
    return Promise.resolve({ events: traceEvents.length, peak: peak() });
  },
};

const [mode = '', path = ''] = process.argv.slice(2);
void MODES[mode]?.(path).then((measured) => console.log(JSON.stringify(measured)));
