/** Starts the analysis thread. What V8 makes of the program's text is kept, where this Node.js can, for the next thread. */
import Module from 'node:module';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import type * as Program from '../program';

/** Since Node.js 22.10. */
interface CompileCache {
  readonly enableCompileCache: (folder: string) => unknown;
  readonly flushCompileCache: () => void;
}

/** By then the first questions are answered, so what they needed is kept as well. */
const KEEP_AFTER_MILLISECONDS = 3000;

const keepCode = (folder: string): void => {
  const { enableCompileCache, flushCompileCache } = Module as Partial<CompileCache>;
  if (enableCompileCache === undefined || flushCompileCache === undefined) return;
  enableCompileCache(folder);
  setTimeout(flushCompileCache, KEEP_AFTER_MILLISECONDS).unref();
};

if (typeof workerData === 'string') keepCode(workerData);
const { analysisThread } = Module.createRequire(__filename)(join(__dirname, 'program.js')) as typeof Program;
analysisThread();
