import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

const GRACE_MILLISECONDS = 5000;
const running = new Set<ChildProcess>();

const signal = (child: ChildProcess, name: NodeJS.Signals): void => {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
};

process.on('exit', () => {
  for (const child of running) signal(child, 'SIGKILL');
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => process.exit(130));

/** Starts a command in a process group of its own, which ends with this process at the latest. */
export const startGroup = (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): ChildProcess => {
  const child = spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env });
  running.add(child);
  return child;
};

/** Ends the command and all it started. */
export const stopGroup = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    signal(child, 'SIGTERM');
    await Promise.race([ended, setTimeout(GRACE_MILLISECONDS, undefined, { ref: false })]);
  }
  signal(child, 'SIGKILL');
  running.delete(child);
};
