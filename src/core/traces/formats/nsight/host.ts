import type { Export } from './export';
import { nvtxRange } from './nvtx-range';
import { numberIn, textIn } from './tables';

/** NVTX event types (nsys-exporter documentation, ENUM_NSYS_EVENT_TYPE). */
const [MARK, PUSH_POP, START_END] = [34, 59, 60];

/** "cudaLaunchKernel_ptsz_v7000" is one ABI's name of `cudaLaunchKernel`. */
const apiName = (name: string): string => name.replace(/(_ptsz|_ptds)?_v\d+$/, '');

/** Calls into the CUDA runtime and driver. */
export const addCalls = (into: Export): void => {
  const { texts } = into.builder;
  const names = new Map<number, { readonly name: number; readonly category: string }>();
  for (const row of into.tables.rows('CUPTI_ACTIVITY_KIND_RUNTIME', [
    'start',
    'end',
    'globalTid',
    'correlationId',
    'nameId',
  ])) {
    const id = into.textAt(row, 'nameId') ?? 0;
    let known = names.get(id);
    if (known === undefined) {
      const name = apiName(texts.text(id));
      known = { name: texts.add(name), category: /^cu[A-Z]/.test(name) ? 'cuda_driver' : 'cuda_runtime' };
      names.set(id, known);
    }
    const slice = into.slice(row, known.name, known.category, into.thread(row));
    if (slice !== undefined) into.set(slice, 'correlation', into.correlation(row));
  }
};

/**
 * NVTX: nested ranges are the operators of such a trace (PyTorch's `emit_nvtx` writes its own so), those of a start and
 * an end, which may overlap, and steps are annotations, marks are instants.
 */
export const addNvtx = (into: Export): void => {
  const { texts, instants, slices } = into.builder;
  for (const row of into.tables.rows('NVTX_EVENTS', [
    'start',
    'end',
    'eventType',
    'text',
    'textId',
    'globalTid',
  ])) {
    const type = numberIn(row, 'eventType') ?? PUSH_POP;
    // Versions up to 2021 write a default where they have no value: no text, an end of 0.
    const text = textIn(row, 'text') || (into.stringAt(row, 'textId') ?? '');
    if (type === MARK) {
      into.builder.events++;
      instants.time.push(numberIn(row, 'start') ?? 0);
      instants.track.push(into.thread(row));
      instants.name.push(texts.add(text));
      instants.category.push(texts.add('nvtx'));
    } else if (type === PUSH_POP || type === START_END) {
      const { name, inputDims, sequenceNumber } = nvtxRange(text);
      const annotation = type === START_END || name.startsWith('ProfilerStep#');
      const category = annotation ? 'user_annotation' : 'cpu_op';
      const isOpen = (numberIn(row, 'end') ?? 0) < (numberIn(row, 'start') ?? 0);
      const slice = into.slice(
        isOpen ? { ...row, end: null } : row,
        texts.add(name),
        category,
        into.thread(row),
      );
      if (slice === undefined) continue;
      if (inputDims !== undefined) slices.args.inputDims.set(slice, texts.add(inputDims));
      if (sequenceNumber !== undefined) slices.args.sequenceNumber.set(slice, sequenceNumber);
    }
  }
};

/** Calls of libraries on the host, and what the profiler itself took. */
const NAMED_EVENTS = [
  ['CUDNN_EVENTS', 'cpu_op'],
  ['CUBLAS_EVENTS', 'cpu_op'],
  ['OSRT_API', 'os_runtime'],
  ['PROFILER_OVERHEAD', 'overhead'],
] as const;

export const addLibraries = (into: Export): void => {
  for (const [table, category] of NAMED_EVENTS) {
    for (const row of into.tables.rows(table, ['start', 'end', 'globalTid', 'nameId']))
      into.slice(row, into.textAt(row, 'nameId') ?? 0, category, into.thread(row));
  }
};

/** Samples of the GPU's counters, in the unit that their names tell. */
export const addMetrics = (into: Export): void => {
  const { texts, tracks, counters } = into.builder;
  const names = new Map<string, number>();
  for (const row of into.tables.rows('TARGET_INFO_GPU_METRICS', ['typeId', 'metricId', 'metricName'])) {
    const name = textIn(row, 'metricName');
    if (name !== undefined)
      names.set(`${numberIn(row, 'typeId')} ${numberIn(row, 'metricId')}`, texts.add(name));
  }
  for (const row of into.tables.rows('GPU_METRICS', ['timestamp', 'typeId', 'metricId', 'value'])) {
    const [time, value] = [numberIn(row, 'timestamp'), numberIn(row, 'value')];
    if (time === undefined || value === undefined) continue;
    const type = numberIn(row, 'typeId') ?? 0;
    into.builder.events++;
    counters.time.push(time);
    // The lowest byte of a type is the GPU's number.
    counters.track.push(tracks.of(texts.add(`GPU ${type & 0xff}`), texts.add('metrics')));
    counters.name.push(names.get(`${type} ${numberIn(row, 'metricId')}`) ?? 0);
    counters.series.push(0);
    counters.value.push(value);
  }
};
