/** A page shows what a reader can take in; what is left out is counted in a sentence, never silently. */
import { formatCount } from '../../units/format';
import type { NoteBlock } from '../document';

export const note = (text: string): NoteBlock => ({ kind: 'note', text });

/** As many bars as can be read at a glance. */
export const MOST_BARS = 12;
const MOST_ROWS = 1000;
const MOST_TREE_ROWS = 2000;
/** More than a chart has pixels across for. */
const MOST_POINTS = 1000;

interface Limited<T> {
  readonly shown: readonly T[];
  readonly notes: readonly NoteBlock[];
}

/** The first rows, which are the largest, and a sentence where there are more. */
export const firstRows = <Row>(rows: readonly Row[], what: string, most = MOST_ROWS): Limited<Row> =>
  rows.length <= most
    ? { shown: rows, notes: [] }
    : {
        shown: rows.slice(0, most),
        notes: [note(`The ${formatCount(most)} largest of ${formatCount(rows.length)} ${what} are listed.`)],
      };

interface Branch<Node> {
  readonly children: readonly Node[];
}

/** The largest nodes of a tree, each with those above it, and a sentence where there are more. */
export const largestBranches = <Node extends Branch<Node>>(
  roots: readonly Node[],
  size: (node: Node) => number,
  what: string,
  most = MOST_TREE_ROWS,
): { readonly has: (node: Node) => boolean; readonly notes: readonly NoteBlock[] } => {
  const all: { readonly node: Node; readonly above?: Node; readonly depth: number }[] = roots.map((node) => ({
    node,
    depth: 0,
  }));
  for (const { node, depth } of all)
    for (const child of node.children) all.push({ node: child, above: node, depth: depth + 1 });
  if (all.length <= most) return { has: () => true, notes: [] };
  const kept = new Set<Node>();
  for (const { node, above } of all.sort((a, b) => size(b.node) - size(a.node) || a.depth - b.depth)) {
    if (kept.size >= most) break;
    if (above === undefined || kept.has(above)) kept.add(node);
  }
  const count = `${formatCount(kept.size)} largest of ${formatCount(all.length)}`;
  return {
    has: (node) => kept.has(node),
    notes: [note(`The ${count} ${what} are listed; their times count all that is below them.`)],
  };
};

/** Places of at most `most` points that keep a curve's shape: of each stretch, the lowest and the highest. */
export const shapePoints = (values: readonly number[], most = MOST_POINTS): readonly number[] => {
  if (values.length <= most) return values.map((_, place) => place);
  const stretches = Math.floor(most / 2);
  return Array.from({ length: stretches }, (_, stretch) => {
    const from = Math.floor((stretch * values.length) / stretches);
    const to = Math.floor(((stretch + 1) * values.length) / stretches);
    let low = from;
    let high = from;
    for (let place = from; place < to; place++) {
      if ((values[place] ?? 0) < (values[low] ?? 0)) low = place;
      if ((values[place] ?? 0) > (values[high] ?? 0)) high = place;
    }
    return low === high ? [low] : [Math.min(low, high), Math.max(low, high)];
  }).flat();
};
