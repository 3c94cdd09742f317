import { type Loops, withLoops } from '../loops/loops';
import type { CodePlace } from '../source-places';
import { type CallTree, type Heaviest, heaviestOf } from './call-tree';
import { codePlaces } from './code-places';
import type { Selection } from './selection';

/** From where most of the time of an operator or a kernel was called. */
export interface LaunchSite {
  readonly name: string;
  /** The innermost first, and of each file the innermost alone. */
  readonly places: readonly CodePlace[];
}

export interface LaunchSites {
  /** Of each operator the path of calls that takes most device time, or most host time where none takes any. */
  readonly operators: readonly LaunchSite[];
  /** Of each kernel, copy and set the path of calls that launched most of its time. */
  readonly kernels: readonly LaunchSite[];
}

export const launchSites = (selection: Selection, tree: CallTree): LaunchSites =>
  withLoops(selection, (loops) => {
    const { calls } = loops;
    const { length, texts } = tree;
    const [kinds, names, sites] = [loops.put(tree.kind), loops.put(tree.name), loops.put(tree.site)];
    calls.setTree(loops.put(tree.parent), kinds, names, sites);
    const { functionAt, callAt } = codePlaces(selection);
    const files = new Map<string, number>();
    calls.setFiles(
      loops.put(
        fileNumbers(loops.bytes(calls.textsOfPython(names, kinds, length, texts), texts), functionAt, files),
      ),
      loops.put(
        fileNumbers(loops.bytes(calls.textsOfPython(sites, kinds, length, texts), texts), callAt, files),
      ),
      files.size,
    );
    calls.weighOperators(length, kinds, names, loops.put(tree.deviceTotal), loops.put(tree.host), texts);
    return {
      operators: sitesOf(selection, loops, heaviestOf(loops)),
      kernels: sitesOf(selection, loops, tree.heaviest),
    };
  });

/** By text the number of its place's file, from 1; 0 for those that are no places. @param marked a byte for each text to look at */
const fileNumbers = (
  marked: Uint8Array,
  placeAt: (id: number) => CodePlace | undefined,
  files: Map<string, number>,
): Int32Array => {
  const numbers = new Int32Array(marked.length);
  for (let id = marked.indexOf(1); id >= 0; id = marked.indexOf(1, id + 1)) {
    const file = placeAt(id)?.file;
    if (file === undefined) continue;
    const number = files.get(file) ?? files.size + 1;
    files.set(file, number);
    numbers[id] = number;
  }
  return numbers;
};

/** Of each file the line of the innermost call, or, of what a function calls without one, the function's. */
const sitesOf = (selection: Selection, loops: Loops, { name, node }: Heaviest): readonly LaunchSite[] => {
  const { calls } = loops;
  const { strings } = selection.trace;
  const { functionAt, callAt } = codePlaces(selection);
  calls.findAround(loops.put(node), node.length);
  const ends = loops.rows(calls.aroundEnds.value, node.length);
  const texts = loops.integers(calls.aroundTexts.value, ends.at(-1) ?? 0);
  const sites: LaunchSite[] = [];
  for (let i = 0, at = 0; i < ends.length; i++) {
    const places: CodePlace[] = [];
    for (; at < (ends[i] ?? 0); at++) {
      const text = texts[at] ?? 0;
      const place = text < 0 ? callAt(~text) : functionAt(text);
      if (place !== undefined) places.push({ file: place.file, line: place.line });
    }
    if (places.length > 0) sites.push({ name: strings.text(name[i] ?? 0), places });
  }
  return sites;
};
