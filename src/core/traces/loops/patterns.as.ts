/** What roots launched that have the same name and launched rows of the same names in the same order; see ../analysis/sequences.ts. */
import { allocate, double, doubles, integer, integers, setDouble, setInteger } from './memory.as';
import { end, name, start } from './rows.as';
import { rootCount, rootEnds, rootRows, roots } from './sequences.as';

/** How many patterns there are; of each the first root, by its place, how often, and nanoseconds of all. */
export let patterns: i32 = 0;
export let patternRoot: usize = 0;
export let patternCount: usize = 0;
export let patternDevice: usize = 0;
export let patternHost: usize = 0;

/** By pattern, and patterns plus one by that: open addressing. */
let hashes: usize = 0;
let slots: usize = 0;
let mask: i32 = 0;

function fromOf(root: i32): i32 {
  return root === 0 ? 0 : integer(rootEnds, root - 1);
}

function nameAt(place: i32): i32 {
  return integer(name, integer(rootRows, place));
}

function hash(root: i32): i32 {
  let mixed = integer(name, integer(roots, root));
  const to = integer(rootEnds, root);
  for (let place = fromOf(root); place < to; place++) {
    mixed = (mixed ^ nameAt(place)) * 0x9e3779b1;
    mixed ^= mixed >>> 15;
  }
  return mixed;
}

function isSame(a: i32, b: i32): bool {
  if (integer(name, integer(roots, a)) !== integer(name, integer(roots, b))) return false;
  const from = fromOf(a);
  const other = fromOf(b);
  const length = integer(rootEnds, a) - from;
  if (integer(rootEnds, b) - other !== length) return false;
  for (let i = 0; i < length; i++) if (nameAt(from + i) !== nameAt(other + i)) return false;
  return true;
}

function patternOf(root: i32): i32 {
  const own = hash(root);
  let slot = own & mask;
  let known = integer(slots, slot) - 1;
  while (known >= 0 && !(integer(hashes, known) === own && isSame(integer(patternRoot, known), root))) {
    slot = (slot + 1) & mask;
    known = integer(slots, slot) - 1;
  }
  if (known >= 0) return known;
  const pattern = patterns++;
  setInteger(patternRoot, pattern, root);
  setInteger(hashes, pattern, own);
  setInteger(slots, slot, pattern + 1);
  if (2 * patterns > mask) grow();
  return pattern;
}

function grow(): void {
  mask = 2 * mask + 1;
  slots = integers(mask + 1, 0);
  for (let pattern = 0; pattern < patterns; pattern++) {
    let slot = integer(hashes, pattern) & mask;
    while (integer(slots, slot) !== 0) slot = (slot + 1) & mask;
    setInteger(slots, slot, pattern + 1);
  }
}

/** Finds the patterns of the roots that were found last, in order of first appearance. @param fewest rows that a pattern has */
export function findPatterns(fewest: i32): void {
  patterns = 0;
  patternRoot = allocate((<usize>rootCount) << 2);
  hashes = allocate((<usize>rootCount) << 2);
  patternCount = integers(rootCount, 0);
  patternDevice = doubles(rootCount);
  patternHost = doubles(rootCount);
  mask = 255;
  slots = integers(mask + 1, 0);
  for (let root = 0; root < rootCount; root++) {
    const from = fromOf(root);
    const to = integer(rootEnds, root);
    if (to - from < fewest) continue;
    const pattern = patternOf(root);
    const row = integer(roots, root);
    setInteger(patternCount, pattern, integer(patternCount, pattern) + 1);
    setDouble(patternHost, pattern, double(patternHost, pattern) + (double(end, row) - double(start, row)));
    let device = double(patternDevice, pattern);
    for (let place = from; place < to; place++) {
      const kernel = integer(rootRows, place);
      device += double(end, kernel) - double(start, kernel);
    }
    setDouble(patternDevice, pattern, device);
  }
}
