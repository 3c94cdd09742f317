import { callPlace, type CodePlace, functionPlace } from '../source-places';
import { SliceKind } from '../slice-kind';
import type { CallTree, LaunchedUnder } from './call-tree';
import type { Selection } from './selection';

/** From where most of the time of an operator or a kernel was called. */
export interface LaunchSite {
  readonly name: string;
  /** The innermost first, and of each file the innermost alone. */
  readonly places: readonly CodePlace[];
}

/** Of each operator the path of calls that takes most device time, or most host time where none takes any. */
export const operatorSites = (selection: Selection, tree: CallTree): readonly LaunchSite[] => {
  const heaviest = new Map<
    number,
    { readonly node: number; readonly device: number; readonly host: number }
  >();
  for (let node = 0; node < tree.length; node++) {
    if (tree.kind[node] !== SliceKind.operator) continue;
    const name = tree.name[node] ?? 0;
    const [device, host] = [tree.deviceTotal[node] ?? 0, tree.host[node] ?? 0];
    const known = heaviest.get(name);
    if (known === undefined || device > known.device || (device === known.device && host > known.host))
      heaviest.set(name, { node, device, host });
  }
  return sitesOf(
    selection,
    tree,
    [...heaviest].map(([name, { node }]) => [name, node]),
  );
};

/** Of each kernel, copy and set the path of calls that launched most of its time. */
export const kernelSites = (selection: Selection, tree: CallTree): readonly LaunchSite[] => {
  const heaviest = new Map<number, LaunchedUnder>();
  for (const launched of tree.launched) {
    const known = heaviest.get(launched.name);
    if (known === undefined || launched.device > known.device) heaviest.set(launched.name, launched);
  }
  return sitesOf(
    selection,
    tree,
    [...heaviest].map(([name, { node }]) => [name, node]),
  );
};

const sitesOf = (
  selection: Selection,
  tree: CallTree,
  nodes: readonly (readonly [name: number, node: number])[],
): readonly LaunchSite[] =>
  nodes.flatMap(([name, node]) => {
    const places = placesAround(tree, node);
    return places.length === 0 ? [] : [{ name: selection.trace.strings.text(name), places }];
  });

/** Of each file the line of the innermost call, or, of what a function calls without one, the function's. */
const placesAround = (tree: CallTree, innermost: number): readonly CodePlace[] => {
  const { kind, name, site, parent, text } = tree;
  const byFile = new Map<string, CodePlace>();
  for (let node = innermost; node >= 0; node = parent[node] ?? -1) {
    if (kind[node] !== SliceKind.python) continue;
    for (const place of [functionPlace(text(name[node] ?? 0)), callPlace(text(site[node] ?? 0))])
      if (place !== undefined && !byFile.has(place.file))
        byFile.set(place.file, { file: place.file, line: place.line });
  }
  return [...byFile.values()];
};
