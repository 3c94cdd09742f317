/** Where the boxes of a flame graph stand: the outermost call on top, each under the one that made it. */
import type { FlameFrame } from '../../../src/core/report/pages/page';

export type FlameMetric = 'host' | 'device';

/** A frame with the way to those around it. */
export interface FlameNode {
  readonly frame: FlameFrame;
  readonly parent: FlameNode | undefined;
  readonly children: readonly FlameNode[];
}

export interface FlameBox {
  readonly node: FlameNode;
  /** Pixels. */
  readonly x: number;
  readonly width: number;
  /** Rows from the top. */
  readonly depth: number;
}

/** Narrower boxes than this cannot be seen. */
const NARROWEST = 0.5;

/** The frames under one that stands for all of them. */
export const flameTree = (roots: readonly FlameFrame[]): FlameNode => {
  const sum = (of: 'calls' | FlameMetric): number => roots.reduce((all, frame) => all + frame[of], 0);
  const all: FlameFrame = {
    name: 'all',
    kind: 'library',
    calls: sum('calls'),
    host: sum('host'),
    hostSelf: 0,
    device: sum('device'),
    deviceSelf: 0,
    places: [],
    children: roots,
  };
  return nodeOf(all, undefined);
};

const nodeOf = (frame: FlameFrame, parent: FlameNode | undefined): FlameNode => {
  const children: FlameNode[] = [];
  const node = { frame, parent, children };
  children.push(...frame.children.map((child) => nodeOf(child, node)));
  return node;
};

/** Widest first. */
export const childrenBy = ({ children }: FlameNode, metric: FlameMetric): readonly FlameNode[] =>
  [...children].sort((a, b) => b.frame[metric] - a.frame[metric]);

/** The boxes with `zoomed`, and all around it, over the whole width. */
export const layOut = (zoomed: FlameNode, metric: FlameMetric, width: number): readonly FlameBox[] => {
  const above: FlameNode[] = [];
  for (let node = zoomed.parent; node !== undefined; node = node.parent) above.unshift(node);
  const boxes: FlameBox[] = above.map((node, depth) => ({ node, x: 0, width, depth }));
  const place = (node: FlameNode, x: number, own: number, depth: number): void => {
    boxes.push({ node, x, width: own, depth });
    const inside = node.children.reduce((sum, { frame }) => sum + frame[metric], 0);
    // Children may outlive their parent by the clock's resolution.
    const whole = Math.max(node.frame[metric], inside);
    if (whole === 0) return;
    let at = x;
    for (const child of childrenBy(node, metric)) {
      const part = (own * child.frame[metric]) / whole;
      if (part < NARROWEST) break;
      place(child, at, part, depth + 1);
      at += part;
    }
  };
  place(zoomed, 0, width, above.length);
  return boxes;
};

/** What is under a point of the drawing. */
export const boxAt = (boxes: readonly FlameBox[], x: number, depth: number): FlameBox | undefined =>
  boxes.find((box) => box.depth === depth && box.x <= x && x < box.x + box.width);

/** Frames whose name has `text`, and the time of the outermost of them. */
export const findFrames = (
  root: FlameNode,
  text: string,
  metric: FlameMetric,
): { readonly found: ReadonlySet<FlameNode>; readonly seconds: number } => {
  const found = new Set<FlameNode>();
  const wanted = text.trim().toLowerCase();
  let seconds = 0;
  const look = (node: FlameNode, inside: boolean): void => {
    const matches =
      wanted !== '' && node.parent !== undefined && node.frame.name.toLowerCase().includes(wanted);
    if (matches) found.add(node);
    if (matches && !inside) seconds += node.frame[metric];
    for (const child of node.children) look(child, inside || matches);
  };
  look(root, false);
  return { found, seconds };
};
