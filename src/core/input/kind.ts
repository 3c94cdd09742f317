import { DATABASE_FORMATS, TRACE_FORMATS } from '../traces/formats/registry';
import { decodeUtf8 } from '../traces/scan/text';

/** Enough of a file to tell what it is. */
export const HEAD_BYTES = 1 << 16;

/** Keys that profilers write near the start of their JSON, whatever comes first. */
const TRACE_KEYS =
  /"(traceEvents|ph|displayTimeUnit|deviceProperties|baseTimeNanoseconds|traceName|record_shapes|with_stack)"\s*:/;

/** Most writers begin with such a key, and decoding all of the head takes longer than opening the file. */
const FIRST_BYTES = 1 << 11;

const hasTraceKeys = (bytes: Uint8Array): boolean => {
  // Without NUL bytes UTF-16 reads like ASCII.
  const text = decodeUtf8(bytes.filter((byte) => byte !== 0));
  return /^[^\w"{]*\[\s*\{/.test(text) || TRACE_KEYS.test(text);
};

/** Whether the first bytes of a file are a profiler trace's, by content; a model config is JSON or YAML text else. */
export const looksLikeTrace = (head: Uint8Array): boolean => {
  if (DATABASE_FORMATS.some(({ sniff }) => sniff(head))) return true;
  if (TRACE_FORMATS.some(({ id, sniff }) => id !== 'chrome' && sniff(head))) return true;
  return hasTraceKeys(head.subarray(0, FIRST_BYTES)) || hasTraceKeys(head);
};
