import type { Trace } from './columns';
import { Cancelled, DamagedInput } from './faults';
import type { FormatReader, ReadOptions } from './formats/format';
import { TRACE_FORMATS } from './formats/registry';
import { Problem } from '../problem';
import { Transcoder } from './scan/transcoder';

const HEAD = 1 << 16;

/**
 * Reads a trace of any known format into columns, as its bytes come; nothing holds the whole text.
 * A source that fails with `DamagedInput` (a compressed file cut off) gives the events before the damage.
 * @throws Problem when the bytes are no trace, Cancelled when `signal` says so
 */
export const readTrace = async (
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): Promise<Trace> => {
  const { signal, onProgress, name = 'trace' } = options;
  const transcoder = new Transcoder();
  const warnings: string[] = [];
  let head = new Uint8Array(0);
  let reader: FormatReader | undefined;
  let bytes = 0;
  const begin = (): FormatReader => {
    const format = TRACE_FORMATS.find(({ sniff }) => sniff(head));
    if (format === undefined) throw new Problem('not a trace of any known format', { byte: 0 });
    return format.read(options);
  };
  const damaged = (error: unknown): void => {
    if (!(error instanceof DamagedInput)) throw error;
    warnings.push(error.message);
  };
  try {
    for await (const raw of chunks) {
      if (signal?.aborted === true) throw new Cancelled();
      bytes += raw.length;
      const chunk = transcoder.convert(raw);
      if (reader !== undefined) reader.feed(chunk);
      else {
        const joined = new Uint8Array(head.length + chunk.length);
        joined.set(head);
        joined.set(chunk, head.length);
        head = joined;
        if (head.length >= HEAD) {
          reader = begin();
          reader.feed(head);
        }
      }
      onProgress?.(bytes);
    }
  } catch (error) {
    damaged(error);
  }
  if (reader === undefined) {
    reader = begin();
    try {
      reader.feed(head);
    } catch (error) {
      damaged(error);
    }
  }
  const trace = reader.end(name);
  return transcoder.repaired || warnings.length > 0
    ? {
        ...trace,
        warnings: [...trace.warnings, ...warnings],
        repairs: transcoder.repaired
          ? new Map([...trace.repairs, ['text encoding', 1] as const])
          : trace.repairs,
        repairedEvents: transcoder.repaired ? trace.events : trace.repairedEvents,
      }
    : trace;
};
