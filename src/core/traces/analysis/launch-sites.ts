import { withLoops } from '../loops/loops';
import { SliceKind } from '../slice-kind';
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

/** Of each operator the path of calls that takes most device time, or most host time where none takes any. */
export const operatorSites = (selection: Selection, tree: CallTree): readonly LaunchSite[] => {
  const { length, kind, name, deviceTotal, host, texts } = tree;
  const heaviest = withLoops(selection, (loops) => {
    const [kinds, names] = [loops.put(kind), loops.put(name)];
    loops.calls.weighOperators(length, kinds, names, loops.put(deviceTotal), loops.put(host), texts);
    return heaviestOf(loops);
  });
  return sitesOf(selection, tree, heaviest);
};

/** Of each kernel, copy and set the path of calls that launched most of its time. */
export const kernelSites = (selection: Selection, tree: CallTree): readonly LaunchSite[] =>
  sitesOf(selection, tree, tree.heaviest);

const sitesOf = (selection: Selection, tree: CallTree, { name, node }: Heaviest): readonly LaunchSite[] => {
  const { strings } = selection.trace;
  const sites: LaunchSite[] = [];
  for (let i = 0; i < name.length; i++) {
    const places = placesAround(selection, tree, node[i] ?? 0);
    if (places.length > 0) sites.push({ name: strings.text(name[i] ?? 0), places });
  }
  return sites;
};

/** Of each file the line of the innermost call, or, of what a function calls without one, the function's. */
const placesAround = (selection: Selection, tree: CallTree, innermost: number): readonly CodePlace[] => {
  const { kind, name, site, parent } = tree;
  const { functionAt, callAt } = codePlaces(selection);
  const places: CodePlace[] = [];
  const add = (place: CodePlace | undefined): void => {
    if (place === undefined || places.some(({ file }) => file === place.file)) return;
    places.push({ file: place.file, line: place.line });
  };
  for (let node = innermost; node >= 0; node = parent[node] ?? -1) {
    if (kind[node] !== SliceKind.python) continue;
    add(functionAt(name[node] ?? 0));
    add(callAt(site[node] ?? 0));
  }
  return places;
};
