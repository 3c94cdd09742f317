import type { Trace } from '../../src/core/traces/columns';
import { readTrace } from '../../src/core/traces/read';
import { encodeUtf8 } from '../../src/core/traces/scan/text';

/** The bytes in pieces of `size`. */
export async function* inPieces(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

/** Reads a trace that stands in the test as text. */
export const readText = (text: string, pieces?: number): Promise<Trace> =>
  readTrace(inPieces(encodeUtf8(text), pieces), { name: 'test' });

/** Reads events, given as objects, in object form. */
export const readEvents = (events: readonly unknown[]): Promise<Trace> =>
  readText(JSON.stringify({ schemaVersion: 1, traceEvents: events }));
