import { spawnSync } from 'node:child_process';

/** Of a command from its start to its exit, its children included. Seconds. */
export interface Timing {
  readonly wall: number;
  /** User and system time of all its threads. */
  readonly cpu: number;
  readonly output: string;
}

/** `0m1.250s` */
const secondsOf = (text: string): number => {
  const [, minutes = '0', seconds = '0'] = /(\d+)m([\d.]+)s/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
};

/** Runs a command; its output is kept only where it is asked for. @throws Error when the command fails */
export const timed = (command: readonly string[], keep = false): Timing => {
  const to = keep ? '' : ' > /dev/null';
  const begun = performance.now();
  const { stdout, stderr, status } = spawnSync(
    'sh',
    ['-c', `"$@"${to} || exit 1; times >&2`, 'sh', ...command],
    { encoding: 'utf8', maxBuffer: 2 ** 30 },
  );
  const wall = (performance.now() - begun) / 1000;
  if (status !== 0) throw new Error(`${command.join(' ')} failed: ${stderr.slice(-400)}`);
  // The last line of `times` is of the shell's children.
  const children = stderr.trim().split('\n').at(-1) ?? '';
  const cpu = children.split(' ').reduce((sum, text) => sum + secondsOf(text), 0);
  return { wall, cpu, output: stdout };
};

/** The best of each. */
export const better = (a: Timing | undefined, b: Timing): Timing =>
  a === undefined
    ? b
    : {
        wall: Math.min(a.wall, b.wall),
        cpu: Math.min(a.cpu, b.cpu),
        output: a.wall <= b.wall ? a.output : b.output,
      };
