import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { Problem } from '../core/problem';
import type { Console } from './console';
import { Exit, EXIT } from './exit';
import { registerAccount } from './commands/account';
import { registerCheck } from './commands/check';
import { registerCompare } from './commands/compare';
import { registerDiff } from './commands/diff';
import { registerEstimate } from './commands/estimate';
import { registerHardware } from './commands/hardware';
import { registerInspect } from './commands/inspect';
import { registerOperators } from './commands/operators';
import { registerPlan } from './commands/plan';
import { registerSweep } from './commands/sweep';
import { registerTrace } from './commands/trace';
import { registerZones } from './commands/zones';

const oneLine = (text: string): string =>
  text
    .replace(/^error: /, '')
    .trim()
    .replace(/\.?\s*\n\s*/g, ' ');

export const createProgram = (console: Console): Command => {
  const program = new Command('wattlens')
    .description('What an AI workload does, what it would do on other hardware, and what it costs in carbon.')
    .version(version)
    .configureOutput({
      writeOut: console.out,
      writeErr: console.error,
      outputError: (text, write) => write(`wattlens: ${oneLine(text)}; \`wattlens help\` tells the usage\n`),
    })
    .exitOverride();
  const commands = [
    registerInspect,
    registerOperators,
    registerTrace,
    registerEstimate,
    registerCompare,
    registerSweep,
    registerAccount,
    registerPlan,
    registerDiff,
    registerCheck,
    registerHardware,
    registerZones,
  ];
  for (const register of commands) register(program, console);
  return program;
};

/** Runs a command line. @returns The exit status; nothing is thrown but by `console` itself. */
export const run = async (args: readonly string[], console: Console): Promise<number> => {
  try {
    await createProgram(console).parseAsync(args, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof Exit) return error.status;
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
    if (error instanceof Problem) {
      console.error(`wattlens: ${error.describe()}\n`);
      return EXIT.badInput;
    }
    console.error(
      `wattlens: a fault of ours, please report it: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return EXIT.fault;
  }
};
