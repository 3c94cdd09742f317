import { readGguf } from '../models/formats/gguf/format';
import { isGguf } from '../models/formats/gguf/header';
import type { OpenBeside } from '../models/formats/gguf/split';
import type { Model } from '../models/model';
import { type ReadBeside, type TextsBeside, textsBeside } from './beside';
import type { GivenBeside } from '../models/read';
import { readModelBeside } from '../models/read-beside';
import { Problem } from '../problem';
import { MAX_CONFIG_BYTES } from '../text/json';
import type { Trace } from '../traces/columns';
import type { DatabaseFormat } from '../traces/formats/database';
import type { ReadOptions } from '../traces/formats/format';
import { DATABASE_FORMATS } from '../traces/formats/registry';
import { readTrace } from '../traces/read';
import { decodeUtf8 } from '../traces/scan/text';
import { HEAD_BYTES, looksLikeTrace } from './kind';

/** A file as Wattlens understands it. */
export type Opened =
  | {
      readonly kind: 'model';
      readonly model: Model;
      readonly text: string;
      /** What was read with it. */
      readonly beside?: TextsBeside;
    }
  | { readonly kind: 'trace'; readonly trace: Trace };

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** The pulled chunks first, then what is left of the source. */
async function* resumed(
  parts: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncIterable<Uint8Array> {
  yield* parts;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** Pulls chunks until there are `wanted` bytes or the source ends. */
const pull = async (
  source: AsyncIterator<Uint8Array>,
  parts: Uint8Array[],
  wanted: number,
): Promise<boolean> => {
  let size = parts.reduce((sum, { length }) => sum + length, 0);
  while (size < wanted) {
    const next = await source.next();
    if (next.done === true) return true;
    parts.push(next.value);
    size += next.value.length;
  }
  return false;
};

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

/** Other files of the file's folder, where it has one. */
interface Beside {
  readonly openBeside?: OpenBeside;
  readonly readBeside?: ReadBeside;
  /** What it would read, where that is at hand. */
  readonly beside?: TextsBeside;
}

/**
 * Reads a model config or a profiler trace, told apart by content; a config with what stands beside it.
 * @param chunks The file's bytes, decompressed. A trace is never held whole.
 * @param name File name or path, for messages and the model's name.
 * @throws Problem when it is neither, or broken.
 */
export const openInput = async (
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  options: ReadOptions & GivenBeside & Beside = {},
): Promise<Opened> => {
  const source = chunks[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  await pull(source, parts, HEAD_BYTES);
  const head = joined(parts).subarray(0, HEAD_BYTES);
  const database = DATABASE_FORMATS.find(({ sniff }) => sniff(head));
  if (database !== undefined)
    return { kind: 'trace', trace: await readDatabase(database, resumed(parts, source), options, name) };
  if (looksLikeTrace(head))
    return { kind: 'trace', trace: await readTrace(resumed(parts, source), { ...options, name }) };
  if (isGguf(head)) {
    const model = await readGguf(resumed(parts, source), name, decodeUtf8, options.openBeside);
    return { kind: 'model', model, text: '' };
  }
  const ended = await pull(source, parts, MAX_CONFIG_BYTES + 1);
  if (!ended) {
    throw new Problem(
      `larger than ${MAX_CONFIG_BYTES / 2 ** 20} MB, and no profiler trace; expected a model config`,
    );
  }
  const whole = joined(parts);
  const binary = whole.findIndex((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20));
  if (binary !== -1)
    throw new Problem('not text; expected a model config or a profiler trace', { byte: binary });
  const text = decodeUtf8(whole);
  const { vocabulary, readBeside } = options;
  const beside =
    options.beside ?? (readBeside === undefined ? undefined : await textsBeside(text, name, readBeside));
  const given = vocabulary === undefined ? {} : { vocabulary };
  return {
    kind: 'model',
    model: readModelBeside(text, name, beside, given),
    text,
    ...(beside === undefined ? {} : { beside }),
  };
};
