import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { Problem } from '../core/problem';
import type { Console } from './console';
import { Exit, EXIT } from './exit';

const oneLine = (text: string): string =>
  text
    .replace(/^error: /, '')
    .trim()
    .replace(/\.?\s*\n\s*/g, ' ');

type Register = (program: Command, console: Console) => void;

/** Each with what it needs, which is loaded where it is called. */
const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  inspect: async () => (await import('./commands/inspect')).registerInspect,
  operators: async () => (await import('./commands/operators')).registerOperators,
  trace: async () => (await import('./commands/trace')).registerTrace,
  estimate: async () => (await import('./commands/estimate')).registerEstimate,
  compare: async () => (await import('./commands/compare')).registerCompare,
  sweep: async () => (await import('./commands/sweep')).registerSweep,
  account: async () => (await import('./commands/account')).registerAccount,
  plan: async () => (await import('./commands/plan')).registerPlan,
  diff: async () => (await import('./commands/diff')).registerDiff,
  check: async () => (await import('./commands/check')).registerCheck,
  hardware: async () => (await import('./commands/hardware')).registerHardware,
  zones: async () => (await import('./commands/zones')).registerZones,
};

/** @param wanted The commands it knows. */
const createProgram = async (
  console: Console,
  wanted: readonly (() => Promise<Register>)[],
): Promise<Command> => {
  const program = new Command('wattlens')
    .description('What an AI workload does, what it would do on other hardware, and what it costs in carbon.')
    .version(version)
    .configureOutput({
      writeOut: console.out,
      writeErr: console.error,
      outputError: (text, write) => write(`wattlens: ${oneLine(text)}; \`wattlens help\` tells the usage\n`),
    })
    .exitOverride();
  for (const register of await Promise.all(wanted.map((load) => load()))) register(program, console);
  return program;
};

/** Runs a command line. @returns The exit status; nothing is thrown but by `console` itself. */
export const run = async (args: readonly string[], console: Console): Promise<number> => {
  try {
    const [first = '', asked] = args;
    if (
      first === 'help' &&
      asked !== undefined &&
      /^[^-]/.test(asked) &&
      asked !== 'help' &&
      !Object.hasOwn(COMMANDS, asked)
    )
      throw new Problem(`unknown command '${asked}'; expected ${Object.keys(COMMANDS).join(', ')}`);
    const named = COMMANDS[first];
    const program = await createProgram(console, named === undefined ? Object.values(COMMANDS) : [named]);
    await program.parseAsync(args, { from: 'user' });
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
