import type { Trace } from '../../src/core/traces/columns';
import { readTrace } from '../../src/core/traces/read';
import type { WantedRow, WrittenField } from '../../src/core/traces/written/event';
import { type RereadOptions, rereadEvent } from '../../src/core/traces/written/read';
import { StretchCache } from '../../src/core/traces/written/stretch-cache';
import { resumeBuffer } from '../../src/io/resume-bytes';
import { openBuffer } from '../../src/io/open-bytes';
import { inPieces } from './read-text';

/** For one question that nobody ends. */
export const reopened = (bytes: Uint8Array): RereadOptions => ({
  reopen: (byte) => Promise.resolve(resumeBuffer(bytes, byte)),
  cache: new StretchCache(),
  signal: { aborted: false },
  onProgress: () => undefined,
});

/** Reads a file that may be packed, in pieces where they are given, and asks for one of its events again. */
export const rereading = async (
  bytes: Uint8Array,
  pieces?: number,
): Promise<{
  readonly trace: Trace;
  readonly fields: (wanted: WantedRow) => Promise<readonly WrittenField[] | undefined>;
}> => {
  const chunks = pieces === undefined ? openBuffer(bytes) : inPieces(bytes, pieces);
  const trace = await readTrace(chunks, { name: 'test' });
  const options = reopened(bytes);
  return { trace, fields: (wanted) => rereadEvent(trace, wanted, options) };
};
