import { format as chrome } from './chrome/index';
import type { TraceFormat } from './format';
import { format as xplane } from './xplane/index';

/** Every trace format, the most particular first; the first that knows the bytes reads them. */
export const TRACE_FORMATS: readonly TraceFormat[] = [xplane, chrome];
