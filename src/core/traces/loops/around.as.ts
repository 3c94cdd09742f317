/** The files whose code is around nodes of a call tree; see ../analysis/launch-sites.ts. */
import { Kind } from './marks';
import { allocate, integer, integers, setInteger } from './memory.as';

/** Texts of places of each node, one node after the other, and where each node's end; of a call's text its complement. */
export let aroundTexts: usize = 0;
export let aroundEnds: usize = 0;
let capacity: i32 = 0;
let count: i32 = 0;

/** By node, as ../analysis/call-tree.ts has them. */
let parent: usize = 0;
let kinds: usize = 0;
let names: usize = 0;
let sites: usize = 0;

/** By text the number of the file of a function's place, and of a call's, from 1; 0 where it is none. */
let functionFile: usize = 0;
let callFile: usize = 0;
/** By file the last node, by its place, that has it. */
let seenBy: usize = 0;
let files: i32 = 0;

export function setTree(above: usize, kindOf: usize, name: usize, site: usize): void {
  parent = above;
  kinds = kindOf;
  names = name;
  sites = site;
}

export function setFiles(ofFunctions: usize, ofCalls: usize, count: i32): void {
  functionFile = ofFunctions;
  callFile = ofCalls;
  files = count;
}

/** Goes from some nodes outwards, and keeps the first place of each file. */
export function findAround(innermost: usize, length: i32): void {
  seenBy = integers(files + 1, 0xff);
  aroundEnds = allocate((<usize>length) << 2);
  capacity = 0;
  count = 0;
  for (let i = 0; i < length; i++) {
    for (let node = integer(innermost, i); node >= 0; node = integer(parent, node)) {
      if (integer(kinds, node) !== Kind.python) continue;
      const name = integer(names, node);
      const site = integer(sites, node);
      keep(integer(functionFile, name), i, name);
      keep(integer(callFile, site), i, ~site);
    }
    setInteger(aroundEnds, i, count);
  }
}

function keep(file: i32, place: i32, text: i32): void {
  if (file === 0 || integer(seenBy, file) === place) return;
  setInteger(seenBy, file, place);
  if (count === capacity) {
    const before = aroundTexts;
    capacity = max(1024, 2 * capacity);
    aroundTexts = allocate((<usize>capacity) << 2);
    memory.copy(aroundTexts, before, (<usize>count) << 2);
  }
  setInteger(aroundTexts, count++, text);
}
