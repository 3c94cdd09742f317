/** Every distinct text once, in an open hash table; ids in order of first appearance, 0 the empty text. */
import { closingQuote, firstBytes, NONE, QUOTE, quotes } from './bytes.as';
import { resolve } from './calls.as';
import { allocate } from './memory.as';

/** An entry of 32 bytes: where the text is, its bytes, its hash, its faults, and the id it stands for plus one. */
const ENTRY_BITS: usize = 5;
const LENGTH: usize = 4;
const HASH: usize = 8;
const FAULTS: usize = 12;
const ALIAS: usize = 16;
/** A slot of 8 bytes: hash, and id plus one. */
const SLOT_BITS: usize = 3;
const SLOT_ID: usize = 4;

const FIRST_TEXTS: u32 = 1 << 10;
const ARENA: usize = 1 << 16;
/** Room behind a text, so that it can be compared in blocks. */
const MARGIN: usize = 16;

const STEP: u64 = 0x9e3779b97f4a7c15;
const FINAL_STEP: u64 = 0xd6e8feb86659fd93;

const CONTROL_FAULT: u32 = 1;

let entries: usize = allocate((<usize>FIRST_TEXTS) << ENTRY_BITS);
let capacity: u32 = FIRST_TEXTS;
let slots: usize = allocate((<usize>FIRST_TEXTS * 4) << SLOT_BITS);
let mask: u32 = FIRST_TEXTS * 4 - 1;
let arena: usize = allocate(ARENA);
let arenaEnd: usize = arena + ARENA;

/** How many texts there are. */
export let count: u32 = 0;
/** The closing quote of the last text that was read. */
export let textEnd: usize = NONE;

function mix(hash: u64, block: v128): u64 {
  const a = (hash ^ (<u64>i64x2.extract_lane(block, 0))) * STEP;
  const b = (a ^ (a >> 32) ^ (<u64>i64x2.extract_lane(block, 1))) * STEP;
  return b ^ (b >> 29);
}

function finish(hash: u64, length: usize): u32 {
  const h = (hash ^ (<u64>length)) * FINAL_STEP;
  return <u32>(h >> 32);
}

function hashRange(p: usize, length: usize): u32 {
  let hash: u64 = 0;
  let q = p;
  const whole = p + (length & ~15);
  while (q < whole) {
    hash = mix(hash, v128.load(q));
    q += 16;
  }
  const rest = length & 15;
  if (rest !== 0) hash = mix(hash, v128.and(v128.load(q), firstBytes(rest)));
  return finish(hash, length);
}

function same(a: usize, b: usize, length: usize): bool {
  let i: usize = 0;
  const whole = length & ~15;
  for (; i < whole; i += 16) if (v128.any_true(v128.xor(v128.load(a + i), v128.load(b + i)))) return false;
  const rest = length & 15;
  if (rest === 0) return true;
  const different = v128.xor(v128.load(a + i), v128.load(b + i));
  return !v128.any_true(v128.and(different, firstBytes(rest)));
}

function grow(): void {
  const moved = allocate((<usize>capacity * 2) << ENTRY_BITS);
  memory.copy(moved, entries, (<usize>capacity) << ENTRY_BITS);
  entries = moved;
  capacity *= 2;
  slots = allocate((<usize>capacity * 4) << SLOT_BITS);
  mask = capacity * 4 - 1;
  for (let id: u32 = 0; id < count; id++) {
    const hash = load<u32>(entryOf(id) + HASH);
    let slot = hash & mask;
    while (load<u32>(slots + ((<usize>slot) << SLOT_BITS) + SLOT_ID) !== 0) slot = (slot + 1) & mask;
    const at = slots + ((<usize>slot) << SLOT_BITS);
    store<u32>(at, hash);
    store<u32>(at + SLOT_ID, id + 1);
  }
}

/** Where the entry of a text is. */
export function entryOf(id: u32): usize {
  return entries + ((<usize>id) << ENTRY_BITS);
}

function add(p: usize, length: usize, hash: u32): u32 {
  if (count === capacity) grow();
  if (arena + length + MARGIN > arenaEnd) {
    const size = max(length + MARGIN, ARENA);
    arena = allocate(size);
    arenaEnd = arena + size;
  }
  const id = count++;
  memory.copy(arena, p, length);
  const entry = entryOf(id);
  store<u32>(entry, <u32>arena);
  store<u32>(entry + LENGTH, <u32>length);
  store<u32>(entry + HASH, hash);
  for (let i: usize = 0; i < length; i++) if (load<u8>(p + i) < 32) store<u32>(entry + FAULTS, CONTROL_FAULT);
  arena += length;
  let slot = hash & mask;
  while (load<u32>(slots + ((<usize>slot) << SLOT_BITS) + SLOT_ID) !== 0) slot = (slot + 1) & mask;
  const at = slots + ((<usize>slot) << SLOT_BITS);
  store<u32>(at, hash);
  store<u32>(at + SLOT_ID, id + 1);
  return id;
}

/** The id plus one of a text, or 0 where it was not met. */
function find(p: usize, length: usize, hash: u32): u32 {
  let slot = hash & mask;
  while (true) {
    const at = slots + ((<usize>slot) << SLOT_BITS);
    const known = load<u32>(at + SLOT_ID);
    if (known === 0) return 0;
    if (load<u32>(at) === hash) {
      const entry = entryOf(known - 1);
      if (load<u32>(entry + LENGTH) === <u32>length && same(load<u32>(entry), p, length)) return known;
    }
    slot = (slot + 1) & mask;
  }
}

function findOrAdd(p: usize, length: usize, hash: u32): u32 {
  const known = find(p, length, hash);
  return known === 0 ? add(p, length, hash) : known - 1;
}

/** The id plus one of the bytes, as they stand, or 0. */
export function findText(p: usize, length: usize): u32 {
  return find(p, length, hashRange(p, length));
}

/** The id of bytes as they stand. */
export function intern(p: usize, length: usize): u32 {
  return findOrAdd(p, length, hashRange(p, length));
}

/** The id of the text that a spelling with escapes stands for. */
export function internEscaped(p: usize, length: usize): u32 {
  const id = intern(p, length);
  const known = load<u32>(entryOf(id) + ALIAS);
  if (known !== 0) return known - 1;
  const target = resolve(id);
  store<u32>(entryOf(id) + ALIAS, target + 1);
  return target;
}

/** The id of the text behind an opening quote, and its closing quote in `textEnd`: NONE where there is none before `end`. */
export function internText(p: usize, end: usize): u32 {
  let hash: u64 = 0;
  let q = p;
  textEnd = NONE;
  while (q < end) {
    const block = v128.load(q);
    const found = quotes(block);
    if (found === 0) {
      hash = mix(hash, block);
      q += 16;
      continue;
    }
    const rest = <usize>ctz(found);
    const stop = q + rest;
    if (load<u8>(stop) !== <u8>QUOTE) {
      textEnd = closingQuote(stop, end);
      return textEnd === NONE ? 0 : internEscaped(p, textEnd - p);
    }
    if (stop >= end) return 0;
    if (rest !== 0) hash = mix(hash, v128.and(block, firstBytes(rest)));
    textEnd = stop;
    return findOrAdd(p, stop - p, finish(hash, stop - p));
  }
  return 0;
}

/** Whether a text stands at `p`. */
export function stands(id: u32, p: usize): bool {
  const entry = entryOf(id);
  return same(load<u32>(entry), p, load<u32>(entry + LENGTH));
}

export function lengthOf(id: u32): usize {
  return load<u32>(entryOf(id) + LENGTH);
}

/** Faults in a text as it was written. */
export function faults(id: u32): u32 {
  return load<u32>(entryOf(id) + FAULTS);
}

export function markFault(id: u32, fault: u32): void {
  const at = entryOf(id) + FAULTS;
  store<u32>(at, load<u32>(at) | fault);
}

add(entries, 0, finish(0, 0));
