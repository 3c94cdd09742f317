import type { Selection } from '../selection';

/** Tracks. */
interface Remapping {
  readonly from: number;
  readonly to: number;
}

/**
 * Autograd's thread as part of the thread that it works for, where there is one of each: they take turns, and the
 * caller waits for the backward pass (HTA, critical_path_analysis.py:636-697). HTA knows the two by the annotation
 * "## forward ##" and by autograd's names; elsewhere the profiler's `fwdbwd` arrows tell.
 */
export const backwardThread = (
  selection: Selection,
  rowsByTrack: ReadonlyMap<number, Uint32Array>,
): Remapping | undefined => {
  const { forward, backward } =
    selection.window === 'hta' ? byName(selection, rowsByTrack) : byArrow(selection, rowsByTrack);
  const [to, ...otherForward] = forward;
  const [from, ...otherBackward] = backward;
  if (to === undefined || from === undefined || from === to) return undefined;
  return otherForward.length > 0 || otherBackward.length > 0 ? undefined : { from, to };
};

interface Threads {
  readonly forward: Set<number>;
  readonly backward: Set<number>;
}

const byName = (
  { trace: { slices, strings } }: Selection,
  rowsByTrack: ReadonlyMap<number, Uint32Array>,
): Threads => {
  const threads: Threads = { forward: new Set(), backward: new Set() };
  const forwardName = strings.find('## forward ##');
  const isBackward = new Map<number, boolean>();
  for (const [track, rows] of rowsByTrack)
    for (const row of rows) {
      const name = slices.name[row] ?? 0;
      let known = isBackward.get(name);
      if (known === undefined)
        isBackward.set(name, (known = strings.text(name).startsWith('autograd::engine')));
      if (known) threads.backward.add(track);
      if (name === forwardName) threads.forward.add(track);
    }
  return threads;
};

const START_OF_FLOW = 's'.charCodeAt(0);

const byArrow = (
  { trace: { flows, strings } }: Selection,
  rowsByTrack: ReadonlyMap<number, Uint32Array>,
): Threads => {
  const threads: Threads = { forward: new Set(), backward: new Set() };
  const category = strings.find('fwdbwd');
  if (category === undefined) return threads;
  for (let i = 0; i < flows.length; i++) {
    if (flows.category[i] !== category) continue;
    const track = flows.track[i] ?? -1;
    if (rowsByTrack.has(track))
      (flows.phase[i] === START_OF_FLOW ? threads.forward : threads.backward).add(track);
  }
  return threads;
};
