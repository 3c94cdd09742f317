import { openBuffer, openBytes } from '../io/open-bytes';
import type { Source } from '../protocol/analysis';
import type { Progress } from '../protocol/panel-state';

const progressOf = (read: number, total: number | undefined): Progress => ({
  message: 'Reading',
  ...(total === undefined || total === 0 ? {} : { fraction: read / total }),
});

/** A source's bytes, unpacked; a file's are streamed and never held together. */
export const chunksOf = (source: Source, report: (progress: Progress) => void): AsyncIterable<Uint8Array> => {
  switch (source.kind) {
    case 'text':
      return openBuffer(new TextEncoder().encode(source.text));
    case 'bytes':
      return openBuffer(source.bytes);
    case 'file':
      return openBytes(source.path, { onRead: (read, total) => report(progressOf(read, total)) });
  }
};
