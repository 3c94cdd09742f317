/**
 * The fast way through an array of trace events: events that look like those before, whole ones and without faults. At
 * anything else it stops, and JavaScript reads that one event, remembers what stands between its values, and calls again.
 */
import * as batch from './batch.as';
import {
  COMMA,
  container,
  endsValue,
  firstBytes,
  isDigit,
  MINUS,
  NONE,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  space,
  value,
} from './bytes.as';
import { trackOf } from './calls.as';
import { allocate } from './memory.as';
import * as numbers from './numbers.as';
import * as separators from './separators.as';
import { MOST_ARGUMENTS, PASSED_OVER, State, STATES, STOPPED_AT_ODDITY, STOPPED_FULL } from './states';
import * as texts from './texts.as';

/** What JavaScript says of each phase; others are read there. */
const SLICE: i32 = 1;
const FLOW: i32 = 3;
const INSTANT: i32 = 4;
const tables: usize = allocate(256);

/** What is kept of each argument. */
const TEXT: i32 = 2;
const NOTHING: i32 = 255;
const kinds: usize = allocate(<usize>STATES);
const columns: usize = allocate(<usize>STATES);
const memoryColumns: usize = allocate(<usize>STATES);

/** Tracks met, by process and thread: twelve bytes each, the third is the track plus one. */
const TRACKS: u32 = 1024;
const tracks: usize = allocate(<usize>TRACKS * 12);

/** Arguments of the event that is being read. */
const argStates: usize = allocate((<usize>MOST_ARGUMENTS) << 2);
const argValues: usize = allocate((<usize>MOST_ARGUMENTS) << 3);

/**
 * What a field held last, with the byte that ended it: block, bytes, id. Categories, processes and threads are the same
 * from event to event.
 */
const memos: usize = allocate(32 * 16);

let origin: i64 = 0;
let longest: f64 = 0;
let memoryName: u32 = 0;

/** Of the last text. */
let id: u32 = 0;
/** Faults in the texts of the event. */
let faults: u32 = 0;

export function setPhase(phase: i32, table: i32): void {
  store<u8>(tables + <usize>phase, table);
}

export function setArgument(state: i32, kind: i32, column: i32, memoryColumn: i32): void {
  store<u8>(kinds + <usize>state, kind);
  store<u8>(columns + <usize>state, column);
  store<u8>(memoryColumns + <usize>state, memoryColumn);
}

/** To be called before `scan`: time 0 in the unit of the file, the longest duration, and the name of memory events. */
export function setTimes(originMicroseconds: i64, longestNanoseconds: f64, memoryNameId: u32): void {
  origin = originMicroseconds;
  longest = longestNanoseconds;
  memoryName = memoryNameId;
}

function track(pid: u32, tid: u32): u32 {
  const slot = tracks + <usize>((pid * 31 + tid) & (TRACKS - 1)) * 12;
  const known = load<u32>(slot + 8);
  if (known !== 0 && load<u32>(slot) === pid && load<u32>(slot + 4) === tid) return known - 1;
  const found = trackOf(pid, tid);
  store<u32>(slot, pid);
  store<u32>(slot + 4, tid);
  store<u32>(slot + 8, found + 1);
  return found;
}

/** A text, or a whole number as it stands, to `id`. */
function text(p: usize, end: usize): usize {
  const c: i32 = load<u8>(p);
  if (c === QUOTE) {
    id = texts.internText(p + 1, end);
    faults |= texts.faults(id);
    return texts.textEnd === NONE ? NONE : texts.textEnd + 1;
  }
  let q = p;
  if (c === OPEN_BRACKET || c === OPEN_BRACE) q = container(p, end);
  else if (c === MINUS || isDigit(c)) q = value(p, end);
  else return NONE;
  if (q !== NONE) id = texts.intern(p, q - p);
  return q;
}

/** The same where it likely is what the field held last. */
function likelyText(p: usize, end: usize, field: i32): usize {
  const memo = memos + ((<usize>field) << 5);
  const length: usize = load<u32>(memo + 16);
  if (length !== 0) {
    const different = v128.xor(v128.load(p), v128.load(memo));
    if (!v128.any_true(v128.and(different, firstBytes(length)))) {
      id = load<u32>(memo + 20);
      return p + length - 1;
    }
  }
  const q = text(p, end);
  // Without escapes: a spelling is as long as its text.
  if (q !== NONE && q - p < 16 && endsValue(load<u8>(q)) && texts.faults(id) === 0) {
    v128.store(memo, v128.load(p));
    store<u32>(memo + 16, <u32>(q - p + 1));
    store<u32>(memo + 20, id);
  }
  return q;
}

/**
 * The texts that arguments of an event of some name had last: shapes, grids and stacks are often the same again. A slot: the
 * id plus one, twice that and one more where the text is a container.
 */
const GUESSES: u32 = 1 << 12;
const guesses: usize = allocate((<usize>GUESSES) << 2);

/** The same where it likely is what the argument of such an event had last. */
function guessedText(p: usize, end: usize, state: i32, name: u32): usize {
  const slot = guesses + ((<usize>((name * 41 + <u32>state * 0x9e5) & (GUESSES - 1))) << 2);
  const c: i32 = load<u8>(p);
  const guess: u32 = load<u32>(slot);
  if (guess !== 0) {
    const guessed = (guess >> 1) - 1;
    const isContainer: usize = guess & 1;
    const quotes: usize = 1 - isContainer;
    const q = p + texts.lengthOf(guessed) + 2 * quotes;
    // Containers end where one that is written the same does.
    const whole = isContainer !== 0 || (c === QUOTE && load<u8>(q - 1) === <u8>QUOTE);
    if (whole && q <= end && texts.stands(guessed, p + quotes)) {
      id = guessed;
      return q;
    }
  }
  const q = text(p, end);
  if (q === NONE || texts.faults(id) !== 0) return q;
  // Without escapes: a spelling is as long as its text.
  if (c === QUOTE && <usize>(q - p) === texts.lengthOf(id) + 2) store<u32>(slot, (id + 1) << 1);
  else if (c === OPEN_BRACKET || c === OPEN_BRACE) store<u32>(slot, ((id + 1) << 1) | 1);
  return q;
}

/** The value of a kept argument; returns the position behind it, with `argValue` NaN where there is none. */
let argValue: f64 = NaN;
function argument(state: i32, p: usize, end: usize, name: u32): usize {
  argValue = NaN;
  const kind: i32 = load<u8>(kinds + <usize>state);
  if (kind === TEXT) {
    const q = guessedText(p, end, state, name);
    argValue = <f64>id;
    return q;
  }
  const c: i32 = load<u8>(p);
  if (c === MINUS || isDigit(c)) {
    const q = numbers.number(p);
    argValue = numbers.result;
    return q;
  }
  const q = value(p, end);
  if (q === NONE || c !== QUOTE) return q;
  const first: i32 = load<u8>(p + 1);
  if ((first === MINUS || isDigit(first)) && numbers.number(p + 1) === q - 1) argValue = numbers.result;
  return q;
}

/** Reads one event that begins at `p`; returns the position behind it, or NONE where JavaScript must read it. */
function event(p: usize, end: usize): usize {
  let state: i32 = State.start;
  let q = p;
  let phase: i32 = 0;
  let name: u32 = 0;
  let category: u32 = 0;
  let pid: u32 = 0;
  let tid: u32 = 0;
  let timed = false;
  let fractional = false;
  let time: f64 = 0;
  let duration: f64 = NaN;
  let flowId: f64 = 0;
  let count: usize = 0;
  faults = 0;
  while (true) {
    const length = separators.match(state, q, end);
    if (length === 0) return NONE;
    q += length;
    state = separators.next;
    if (state >= PASSED_OVER) q = value(q, end);
    else if (state >= State.argument) {
      q = argument(state, q, end, name);
      if (argValue === argValue) {
        if (count === MOST_ARGUMENTS) return NONE;
        store<i32>(argStates + (count << 2), state);
        store<f64>(argValues + (count << 3), argValue);
        count++;
      }
    } else if (state === State.name) {
      q = text(q, end);
      name = id;
    } else if (state === State.time) {
      q = numbers.time(q);
      timed = true;
      time = <f64>(numbers.whole - origin) * 1000 + numbers.nanoseconds;
      if (numbers.fractional) fractional = true;
    } else if (state === State.duration) {
      q = numbers.time(q);
      duration = <f64>numbers.whole * 1000 + numbers.nanoseconds;
    } else if (state === State.category) {
      q = likelyText(q, end, 0);
      category = id;
    } else if (state === State.process) {
      q = likelyText(q, end, 1);
      pid = id;
    } else if (state === State.thread) {
      q = likelyText(q, end, 2);
      tid = id;
    } else if (state === State.phase) {
      if (load<u8>(q) !== <u8>QUOTE || load<u8>(q + 2) !== <u8>QUOTE) return NONE;
      phase = load<u8>(q + 1);
      q += 3;
    } else if (state === State.id) {
      if (load<u8>(q) === <u8>QUOTE) {
        q = text(q, end);
        flowId = -1 - <f64>id;
      } else {
        q = numbers.number(q);
        flowId = numbers.result;
      }
    } else if (state === State.end) break;
    else q = value(q, end);
    if (q === NONE) return NONE;
  }
  if (!timed || faults !== 0) return NONE;
  const table: i32 = load<u8>(tables + <usize>phase);
  if (table === SLICE) {
    if (!(duration >= 0 && duration <= longest)) return NONE;
    for (let i: usize = 0; i < count; i++) {
      const column = <usize>load<u8>(columns + <usize>load<i32>(argStates + (i << 2)));
      if (column !== <usize>NOTHING) batch.addArgument(column, load<f64>(argValues + (i << 3)));
    }
    batch.addSlice(time, duration, name, category, track(pid, tid));
  } else if (table === FLOW) batch.addFlow(time, track(pid, tid), name, category, phase, flowId);
  else if (table !== INSTANT) return NONE;
  else if (name === memoryName) {
    const row = batch.addMemory(time, track(pid, tid));
    for (let i: usize = 0; i < count; i++) {
      const column: i32 = load<u8>(memoryColumns + <usize>load<i32>(argStates + (i << 2)));
      if (column !== NOTHING) batch.setMemoryValue(row, column, load<f64>(argValues + (i << 3)));
    }
  } else batch.addInstant(time, track(pid, tid), name, category);
  if (fractional) batch.setFractional();
  return q;
}

/** Why the last scan stopped. */
export let stopped: i32 = STOPPED_AT_ODDITY;
/** Events read by the last scan. */
export let events: i32 = 0;

/** Reads events from `p` on, between them white space and commas; returns where it stopped. */
export function scan(from: usize, end: usize): usize {
  batch.clear();
  events = 0;
  let p = from;
  while (true) {
    p = space(p);
    const c: i32 = load<u8>(p);
    if (c === COMMA) {
      p++;
      continue;
    }
    stopped = batch.isFull() ? STOPPED_FULL : STOPPED_AT_ODDITY;
    if (c !== OPEN_BRACE || stopped === STOPPED_FULL) return p;
    const next = event(p, end);
    if (next === NONE) return p;
    events++;
    p = next;
  }
}
