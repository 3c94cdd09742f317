/**
 * Starts the program from the form V8 made of it when it was built, where that is there and fits this Node.js: reading the
 * program's text takes longer than many a command. V8 refuses what another version made, and then reads the text.
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';
import type * as Program from '../program';

const program = join(__dirname, 'program.js');
/** Traces need little of the program, and the less there is to restore, the sooner they are read. */
const cache = join(__dirname, process.argv[2] === 'trace' ? 'program.trace.cache' : 'program.cache');

/** V8 compares no more than the length of the text, so a cache older than the text is another's. */
const readCache = (): Buffer | undefined => {
  try {
    return statSync(cache).mtimeMs >= statSync(program).mtimeMs ? readFileSync(cache) : undefined;
  } catch {
    return undefined;
  }
};

const cachedData = readCache();
// The build writes ASCII, which is read faster when it is not looked at for anything else.
const script = new Script(Module.wrap(readFileSync(program, 'latin1')), {
  filename: program,
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  ...(cachedData === undefined ? {} : { cachedData }),
});
// The build runs commands that way, so that what they needed is in the cache.
if (process.env['WATTLENS_WRITE_CODE_CACHE'] !== undefined)
  process.on('exit', () => writeFileSync(cache, script.createCachedData()));

const run = script.runInThisContext() as (
  exports: object,
  require: NodeJS.Require,
  module: object,
  filename: string,
  folder: string,
) => void;
const module_ = { exports: {} };
run(module_.exports, createRequire(program), module_, program, dirname(program));
void (module_.exports as typeof Program).commandLine();
