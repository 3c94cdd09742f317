import { Problem } from '../../src/core/problem';
import type { Rereading } from '../../src/core/traces/timeline/answers';
import { kindOfCategory } from '../../src/core/traces/slice-kind';
import { NumberColumn } from '../../src/core/traces/columns/number-column';
import type { SliceArgumentName, SliceArguments, Trace, Track } from '../../src/core/traces/columns';

/** For a timeline of a trace that is in no file. */
export const NO_FILE: Rereading = {
  reopen: () => Promise.reject(new Problem('no such file')),
  report: () => undefined,
};

/** An event as Chrome's trace format writes it; times in microseconds. */
export interface LiteralEvent {
  readonly ph?: string;
  readonly name?: string;
  readonly cat?: string;
  readonly ts?: number;
  readonly dur?: number;
  readonly pid?: number | string;
  readonly tid?: number | string;
  readonly id?: number | string;
  readonly args?: Readonly<Record<string, unknown>>;
}

const NUMBERS: Readonly<Partial<Record<SliceArgumentName, readonly string[]>>> = {
  externalId: ['External id', 'external id'],
  correlation: ['correlation'],
  stream: ['stream'],
  device: ['device'],
  context: ['context'],
  bytes: ['bytes'],
  memoryBandwidth: ['memory bandwidth (GB/s)'],
  sequenceNumber: ['Sequence number'],
  pythonId: ['Python id'],
  pythonParentId: ['Python parent id'],
  pythonModuleId: ['Python module id'],
  blocksPerSm: ['blocks per SM'],
  occupancy: ['est. achieved occupancy %'],
  waitOnStream: ['wait_on_stream'],
  waitOnEventCorrelation: ['wait_on_cuda_event_record_corr_id'],
  inElements: ['In msg nelems'],
  outElements: ['Out msg nelems'],
  groupSize: ['Group size'],
};

const TEXTS: Readonly<Partial<Record<SliceArgumentName, readonly string[]>>> = {
  inputDims: ['Input Dims', 'Input dims'],
  inputTypes: ['Input type'],
  concreteInputs: ['Concrete Inputs'],
  callStack: ['Call stack', 'CallFrom'],
  collective: ['Collective name'],
  elementType: ['dtype'],
  groupName: ['Process Group Name'],
  groupRanks: ['Process Group Ranks'],
};

/** A trace of a few events that stand in the test, with nothing between them and the columns. */
export const traceOf = (events: readonly LiteralEvent[], more: Partial<Trace> = {}): Trace => {
  const texts = [''];
  const ids = new Map<string, number>([['', 0]]);
  const id = (text: string): number => {
    let known = ids.get(text);
    if (known === undefined) {
      known = texts.push(text) - 1;
      ids.set(text, known);
    }
    return known;
  };
  const tracks: Track[] = [];
  const track = ({ pid = 0, tid = 0 }: LiteralEvent): number => {
    const index = tracks.findIndex((known) => known.pid === String(pid) && known.tid === String(tid));
    return index >= 0 ? index : tracks.push({ pid: String(pid), tid: String(tid) }) - 1;
  };
  const slices = events.filter(({ ph = 'X' }) => ph === 'X');
  const times = events.flatMap(({ ts }) => (ts === undefined ? [] : [ts]));
  const origin = Math.floor(times.reduce((low, time) => Math.min(low, time), times[0] ?? 0));
  const nanoseconds = (time: number): number => Math.round((time - origin) * 1000);
  const args = argumentsOf(slices, id);
  const memory = events.filter(({ ph, name }) => ph === 'i' && name === '[memory]');
  const flows = events.filter(({ ph = 'X' }) => 'stfbneSTpF'.includes(ph));
  const instants = events.filter(({ ph, name }) => ph === 'i' && name !== '[memory]');
  const counters = events.filter(({ ph }) => ph === 'C');
  const memoryNumber = (name: string, missing = NaN): Float64Array =>
    Float64Array.from(memory, (event) => Number(event.args?.[name] ?? missing));
  return {
    name: 'literal',
    format: 'literal',
    bytes: 0,
    events: events.length,
    repairedEvents: 0,
    repairs: new Map(),
    skippedEvents: 0,
    warnings: [],
    originNanoseconds: BigInt(origin) * 1000n,
    beginsWithSlice: events[0]?.ph === undefined || events[0].ph === 'X',
    fractionalTimes: times.some((time) => !Number.isInteger(time)),
    strings: {
      get size() {
        return texts.length;
      },
      text: (index) => texts[index] ?? '',
      find: (text) => ids.get(text),
    },
    tracks,
    slices: {
      length: slices.length,
      start: Float64Array.from(slices, ({ ts = 0 }) => nanoseconds(ts)),
      duration: Float64Array.from(slices, ({ dur }) => (dur === undefined ? NaN : Math.round(dur * 1000))),
      name: Uint32Array.from(slices, ({ name = '' }) => id(name)),
      category: Uint32Array.from(slices, ({ cat = '' }) => id(cat)),
      track: Uint32Array.from(slices, track),
      kind: Uint8Array.from(slices, ({ cat = '' }) => kindOfCategory(cat)),
      args,
    },
    memory: {
      length: memory.length,
      time: Float64Array.from(memory, ({ ts = 0 }) => nanoseconds(ts)),
      track: Uint32Array.from(memory, track),
      address: memoryNumber('Addr'),
      bytes: memoryNumber('Bytes', 0),
      totalAllocated: memoryNumber('Total Allocated'),
      totalReserved: memoryNumber('Total Reserved'),
      deviceType: Int32Array.from(memoryNumber('Device Type', 0)),
      deviceId: Int32Array.from(memoryNumber('Device Id', -1)),
    },
    flows: {
      length: flows.length,
      time: Float64Array.from(flows, ({ ts = 0 }) => nanoseconds(ts)),
      track: Uint32Array.from(flows, track),
      name: Uint32Array.from(flows, ({ name = '' }) => id(name)),
      category: Uint32Array.from(flows, ({ cat = '' }) => id(cat)),
      phase: Uint8Array.from(flows, ({ ph = 's' }) => ph.charCodeAt(0)),
      id: Float64Array.from(flows, (flow) => Number(flow.id ?? 0)),
    },
    counters: {
      length: counters.length,
      time: Float64Array.from(counters, ({ ts = 0 }) => nanoseconds(ts)),
      track: Uint32Array.from(counters, track),
      name: Uint32Array.from(counters, ({ name = '' }) => id(name)),
      series: Uint32Array.from(counters, (counter) => id(Object.keys(counter.args ?? {})[0] ?? '')),
      value: Float64Array.from(counters, (counter) => Number(Object.values(counter.args ?? {})[0] ?? NaN)),
    },
    instants: {
      length: instants.length,
      time: Float64Array.from(instants, ({ ts = 0 }) => nanoseconds(ts)),
      track: Uint32Array.from(instants, track),
      name: Uint32Array.from(instants, ({ name = '' }) => id(name)),
      category: Uint32Array.from(instants, ({ cat = '' }) => id(cat)),
    },
    metadata: { devices: [], values: new Map() },
    ...more,
  };
};

const argumentsOf = (events: readonly LiteralEvent[], id: (text: string) => number): SliceArguments => {
  const column = (name: SliceArgumentName): NumberColumn => {
    const made = new NumberColumn();
    const keys = NUMBERS[name] ?? TEXTS[name] ?? [];
    events.forEach(({ args = {} }, row) => {
      const value = keys.map((key) => args[key]).find((found) => found !== undefined);
      if (value === undefined) return;
      if (NUMBERS[name] === undefined)
        made.set(row, id(typeof value === 'string' ? value : JSON.stringify(value)));
      else if (typeof value === 'number') made.set(row, value);
    });
    return made;
  };
  return {
    operation: column('operation'),
    step: column('step'),
    outputDims: column('outputDims'),
    externalId: column('externalId'),
    correlation: column('correlation'),
    stream: column('stream'),
    device: column('device'),
    context: column('context'),
    bytes: column('bytes'),
    memoryBandwidth: column('memoryBandwidth'),
    inputDims: column('inputDims'),
    inputTypes: column('inputTypes'),
    concreteInputs: column('concreteInputs'),
    sequenceNumber: column('sequenceNumber'),
    forwardThread: column('forwardThread'),
    pythonId: column('pythonId'),
    pythonParentId: column('pythonParentId'),
    pythonModuleId: column('pythonModuleId'),
    callStack: column('callStack'),
    moduleHierarchy: column('moduleHierarchy'),
    grid: column('grid'),
    block: column('block'),
    registersPerThread: column('registersPerThread'),
    sharedMemory: column('sharedMemory'),
    blocksPerSm: column('blocksPerSm'),
    warpsPerSm: column('warpsPerSm'),
    occupancy: column('occupancy'),
    queued: column('queued'),
    waitOnStream: column('waitOnStream'),
    waitOnEventId: column('waitOnEventId'),
    waitOnEventCorrelation: column('waitOnEventCorrelation'),
    syncKind: column('syncKind'),
    collective: column('collective'),
    inElements: column('inElements'),
    outElements: column('outElements'),
    elementType: column('elementType'),
    groupSize: column('groupSize'),
    groupName: column('groupName'),
    groupRanks: column('groupRanks'),
  };
};
