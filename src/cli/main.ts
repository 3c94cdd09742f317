import { processConsole } from './console';
import { EXIT } from './exit';
import { unwritable } from './writing';
import { run } from './program';

/** Runs the command that the process was given, and leaves with its status. */
export const main = async (): Promise<void> => {
  // A reader that has seen enough (`| head`) closes the pipe; that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
    process.stderr.write(`wattlens: standard output: ${unwritable(error)}\n`);
    process.exit(EXIT.badInput);
  });
  process.exitCode = await run(process.argv.slice(2), processConsole());
};
