import { Problem } from '../problem';
import type { Trace } from '../traces/columns';
import type { DatabaseFormat } from '../traces/formats/database';
import type { ReadOptions } from '../traces/formats/format';
import { DATABASE_FORMATS } from '../traces/formats/registry';
import { readTrace } from '../traces/read';
import { joined } from '../traces/scan/joined';
import { refuseForeign } from './foreign';
import { HEAD_BYTES, looksLikeTrace } from './kind';
import type { ModelOptions, OpenedModel } from './open-model';
import { pull, type Pulled, resumed } from './pulled';

/** A file as Wattlens understands it. */
export type Opened = OpenedModel | { readonly kind: 'trace'; readonly trace: Trace };

export interface OpenOptions extends ReadOptions, ModelOptions {
  /** What was asked for: of a file that is neither trace nor config it is said that it is no trace. */
  readonly expect?: 'trace';
}

/** @throws Problem where there is nothing to open a database with, or no trace in it */
const readDatabase = async (
  format: DatabaseFormat,
  chunks: AsyncIterable<Uint8Array>,
  { openDatabase, signal }: ReadOptions,
  name: string,
): Promise<Trace> => {
  if (openDatabase === undefined)
    throw new Problem(`${format.title}: a database cannot be opened here; expected a file on disk`);
  const database = await openDatabase(chunks);
  try {
    return format.read(database, { name, ...(signal === undefined ? {} : { signal }) });
  } finally {
    database.close();
  }
};

/** What profilers call their files; tells only how to say that a file is none. */
const TRACE_NAME = /\.trace\.json(\.[a-z]+)?$|\.xplane\.pb$/;

const noTrace = (head: Uint8Array): Problem =>
  new Problem(
    head.length === 0
      ? 'the file is empty; expected a profiler trace'
      : 'not a profiler trace; expected JSON with "traceEvents", an XPlane, a Chakra execution trace or an export of Nsight Systems',
  );

/**
 * Reads a model config or a profiler trace, told apart by content; a config with what stands beside it.
 * @param chunks The file's bytes, decompressed. A trace is never held whole.
 * @param name File name or path, for messages and the model's name.
 * @throws Problem when it is neither, or broken.
 */
export const openInput = async (
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  options: OpenOptions = {},
): Promise<Opened> => {
  const source = chunks[Symbol.asyncIterator]();
  const pulled: Pulled = { parts: [] };
  await pull(source, pulled, HEAD_BYTES);
  const head = joined(pulled.parts).subarray(0, HEAD_BYTES);
  refuseForeign(head);
  const database = DATABASE_FORMATS.find(({ sniff }) => sniff(head));
  if (database !== undefined)
    return { kind: 'trace', trace: await readDatabase(database, resumed(pulled, source), options, name) };
  if (looksLikeTrace(head))
    return { kind: 'trace', trace: await readTrace(resumed(pulled, source), { ...options, name }) };
  // Its readers are many, and a trace needs none of them.
  const { openModel } = await import('./open-model');
  try {
    return await openModel({ source, pulled, head }, name, options);
  } catch (error) {
    const meant = options.expect === 'trace' || TRACE_NAME.test(name);
    throw meant && error instanceof Problem && pulled.damage === undefined ? noTrace(head) : error;
  }
};
