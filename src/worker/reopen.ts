import { Problem } from '../core/problem';
import type { Reopen } from '../core/traces/written/text-from';
import { resumeBuffer, resumeFile } from '../io/resume-bytes';
import type { Source } from '../protocol/analysis';
import { fileStamp } from './file-stamp';

/** Bytes of a file system without paths that are kept in memory to be read again. */
const MOST_KEPT = 1 << 28;

/** How a source that is read now can be read again later; to be called before the reading. */
export const reopenerOf = async (source: Source): Promise<Reopen> => {
  switch (source.kind) {
    case 'text': {
      const { text } = source;
      return async (byte) => resumeBuffer(new TextEncoder().encode(text), byte);
    }
    case 'bytes': {
      const { bytes } = source;
      if (bytes.length <= MOST_KEPT) return async (byte) => resumeBuffer(bytes, byte);
      return () => Promise.reject(new Problem(NOT_KEPT));
    }
    case 'file': {
      const { path } = source;
      const stamp = await fileStamp(path);
      return async (byte) => {
        const now = await fileStamp(path).catch(() => {
          throw new Problem(GONE);
        });
        if (now !== stamp) throw new Problem(CHANGED);
        return resumeFile(path, byte);
      };
    }
  }
};

const NOT_KEPT =
  'the file is on a file system that can only read it whole, and too large to be kept; open a copy on disk to see what is not shown here';
const GONE = 'the file is no longer where it was read';
const CHANGED = 'the file has changed since it was read; open it again';
