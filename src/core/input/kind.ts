import { DATABASE_FORMATS, TRACE_FORMATS } from '../traces/formats/registry';

/** Enough of a file to tell what it is. */
export const HEAD_BYTES = 1 << 16;

/** Keys that profilers write near the start of their JSON, whatever comes first. */
const TRACE_KEYS =
  /"(traceEvents|ph|displayTimeUnit|deviceProperties|baseTimeNanoseconds|traceName|record_shapes|with_stack)"\s*:/;

const latin1 = (bytes: Uint8Array): string => {
  let text = '';
  // NUL bytes are dropped so that UTF-16 reads like ASCII.
  for (const byte of bytes) if (byte !== 0) text += String.fromCharCode(byte);
  return text;
};

/** Whether the first bytes of a file are a profiler trace's, by content; a model config is JSON or YAML text else. */
export const looksLikeTrace = (head: Uint8Array): boolean => {
  if (DATABASE_FORMATS.some(({ sniff }) => sniff(head))) return true;
  if (TRACE_FORMATS.some(({ id, sniff }) => id !== 'chrome' && sniff(head))) return true;
  const text = latin1(head);
  return /^[^\w"{]*\[\s*\{/.test(text) || TRACE_KEYS.test(text);
};
