import { jsonFormat as chakra, protobufFormat as chakraProtobuf } from './chakra/index';
import { format as chrome } from './chrome/index';
import type { DatabaseFormat } from './database';
import type { TraceFormat } from './format';
import { format as nsight } from './nsight/index';
import { format as xplane } from './xplane/index';

/** Every trace format, the most particular first; the first that knows the bytes reads them. */
export const TRACE_FORMATS: readonly TraceFormat[] = [xplane, chakraProtobuf, chakra, chrome];

/** Those that are databases, and so cannot be read as they come. */
export const DATABASE_FORMATS: readonly DatabaseFormat[] = [nsight];
