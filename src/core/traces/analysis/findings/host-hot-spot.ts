import { formatCount, formatShare } from '../../../units/format';
import { SliceKind } from '../../slice-kind';
import { namesAmong, rowsNamed } from '../names';
import { operators } from '../operators';
import { inSeconds, type Selection } from '../selection';
import { summary } from '../summary';
import { achievedRate } from './achieved-rate';
import type { FindingRule } from './finding';
import { timeCovered } from './time-covered';
import { toldName } from './told-name';

const SHARE = 0.25;
/** TensorFlow's call of a compiled function: it waits for the operators in it, which run on threads of a pool. */
const WAITS = /^EagerLocalExecute: __/;

/** Where nothing ran on a device: the operator that the host is in for longest. */
export const hostHotSpot: FindingRule = {
  id: 'host-hot-spot',
  find: (selection) => {
    const span = summary.run(selection)?.spanSeconds ?? 0;
    if (span === 0 || selection.device.length > 0) return undefined;
    const rows = (operators.run(selection) ?? []).filter(({ name }) => !WAITS.test(name));
    const largest = rows.reduce((most, row) => (row.hostSelf > most.hostSelf ? row : most), NOTHING);
    if (rows.length < 2 || largest.hostSelf < SHARE * span) return undefined;
    const share = Math.min(largest.hostSelf, secondsIn(selection, largest.name)) / span;
    if (share < SHARE) return undefined;
    const rate = achievedRate(selection, largest.name, largest.calls);
    return {
      rule: 'host-hot-spot',
      sentence: `${formatShare(share)} of the time the host is in ${toldName(largest.name)}, called ${largest.calls === 1 ? 'once' : `${formatCount(largest.calls)} times`}${rate?.words ?? ''}; what makes it faster counts most`,
      share,
      evidence: {
        calls: largest.calls,
        operatorSeconds: largest.hostSelf,
        spanSeconds: span,
        ...rate?.evidence,
      },
      because: `nothing ran on a device, and one operator alone takes at least ${formatShare(SHARE)} of the trace`,
    };
  },
};

/** Seconds in which the operator runs on one thread at least: threads of a pool run it side by side. */
const secondsIn = (selection: Selection, name: string): number => {
  const names = namesAmong(selection, new Set([name]));
  const rows = rowsNamed(selection, selection.host, [SliceKind.operator], names);
  return inSeconds(timeCovered(selection, rows));
};

const NOTHING = { name: '', calls: 0, hostSelf: 0 };
