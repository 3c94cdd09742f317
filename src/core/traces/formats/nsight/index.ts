import type { Trace } from '../../columns';
import { Problem } from '../../../problem';
import { type Database, type DatabaseFormat, type DatabaseOptions, isSqlite } from '../database';
import { addCopies, addKernels, addMemory, addWaits } from './device';
import { Export } from './export';
import { addCalls, addLibraries, addMetrics, addNvtx } from './host';
import { devicesOf } from './machine';

const EXPECTED = 'expected an export of Nsight Systems (`nsys export --type sqlite report.nsys-rep`)';
/** Tables that only its exports have; there is one in each of them. */
const OWN_TABLES = [
  'CUPTI_ACTIVITY_KIND_RUNTIME',
  'CUPTI_ACTIVITY_KIND_KERNEL',
  'CUPTI_ACTIVITY_KIND_MEMCPY',
  'NVTX_EVENTS',
  'OSRT_API',
  'TARGET_INFO_SYSTEM_ENV',
  'ProcessStreams',
];

const read = (database: Database, options: DatabaseOptions): Trace => {
  const into = new Export(database, options);
  const { tables, builder } = into;
  if (!OWN_TABLES.some((table) => tables.has(table)))
    throw new Problem(`an SQLite database, but without the tables of a profile; ${EXPECTED}`);
  for (const add of [addCalls, addNvtx, addLibraries, addKernels, addCopies, addWaits, addMemory, addMetrics])
    add(into);
  into.nameThreads();
  if (builder.events === 0)
    throw new Problem(
      `the export has no events of CUDA, NVTX or the operating system; ${EXPECTED} of a run that was traced`,
    );
  return builder.done(options.name, 'nsight', database.bytes, {
    devices: devicesOf(tables),
    values: new Map(),
  });
};

/**
 * SQLite exports of Nsight Systems (nsys-exporter documentation, "SQLite Export Schema Reference"): a table for each
 * kind of event, texts by their ids, times in nanoseconds.
 */
export const format: DatabaseFormat = {
  id: 'nsight',
  title: 'Nsight Systems (SQLite export)',
  sniff: isSqlite,
  read,
};
