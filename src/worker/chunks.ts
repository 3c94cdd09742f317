import { databaseOpener } from '../io/databases';
import { besideOpener, openBuffer, openBytes } from '../io/open-bytes';
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

/** What reading a source may take from its folder. */
export const fromFolder = (source: Source) => {
  const path = source.kind === 'file' ? source.path : undefined;
  return {
    ...besideOpener(path),
    ...(source.kind === 'file' || source.beside === undefined ? {} : { beside: source.beside }),
    openDatabase: databaseOpener(path),
  };
};
