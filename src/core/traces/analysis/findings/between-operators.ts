import { formatCount, formatShare } from '../../../units/format';
import { frameworkOf } from '../../framework';
import { SliceKind } from '../../slice-kind';
import { hostSpan, namesThat, rowsNamed } from '../names';
import { tellsPython } from '../operator-stacks';
import { outermostOperators } from '../outermost-operators';
import { inSeconds } from '../selection';
import type { Selection } from '../selection';
import type { FindingRule } from './finding';
import { timeCovered } from './time-covered';
import { worksAlone } from './works-alone';

const SHARE = 0.25;
const FEWEST = 1000;
/** Waits that have findings of their own, or are another rank's. */
const WAITS = /^enumerate\((DataLoader|DataPipe)\)#|^(nccl|gloo|mpi|c10d):/;

/**
 * Where nothing ran on a device, from the first operator to the last: none runs, nor is data loaded or anything communicated.
 * Only of PyTorch, whose profiler records every operator; others record the host in part.
 */
export const betweenOperators: FindingRule = {
  id: 'between-operators',
  find: (selection) => {
    if (!worksAlone(selection) || frameworkOf(selection.trace) !== 'pytorch') return undefined;
    const outermost = outermostOperators(selection);
    const { from, to } = hostSpan(selection, SliceKind.operator);
    if (outermost.length < FEWEST || to <= from) return undefined;
    const waiting = waits(selection);
    const rows = new Uint32Array(outermost.length + waiting.length);
    rows.set(outermost);
    rows.set(waiting, outermost.length);
    const seconds = inSeconds(to - from - timeCovered(selection, rows, [{ from, to }]));
    const share = seconds / inSeconds(to - from);
    if (share < SHARE) return undefined;
    const python = tellsPython(selection)
      ? 'that is Python, which recording its stacks makes slower, or work that is not recorded; the page Stacks tells the functions'
      : 'that is Python, or work that is not recorded; with_stack=True records which functions';
    return {
      rule: 'between-operators',
      sentence: `${formatShare(share)} of the time none of the ${formatCount(outermost.length)} operators runs that are inside no other: ${python}`,
      share,
      evidence: { betweenSeconds: seconds, spanSeconds: inSeconds(to - from), calls: outermost.length },
      because: `nothing ran on a device, and from the first operator to the last none of at least ${formatCount(FEWEST)} runs, no data is loaded and nothing communicated for ${formatShare(SHARE)} of the time`,
    };
  },
};

const waits = (selection: Selection): Uint32Array => {
  const kinds = [SliceKind.annotation];
  const names = namesThat(selection, kinds, (text) => WAITS.test(text));
  return names === undefined ? new Uint32Array(0) : rowsNamed(selection, selection.host, kinds, names);
};
