import type { Trace } from '../traces/columns';
import { formatCount } from '../units/format';

/** One sentence about a trace that was not read as it stands. */
export interface ReadingNotice {
  readonly severity: 'information' | 'warning';
  readonly message: string;
}

export const cutOff = (atByte: number): string => `Cut off at byte ${atByte}; what stands before is shown.`;

const events = (count: number): string => (count === 1 ? '1 event was' : `${formatCount(count)} events were`);
const information = (message: string): ReadingNotice => ({ severity: 'information', message });
const warning = (message: string): ReadingNotice => ({ severity: 'warning', message });

/** What was doubtful, cut off, repaired or left out in reading, for a person. */
export const readingNotices = ({
  warnings,
  truncated,
  repairedEvents,
  repairs,
  skippedEvents,
}: Trace): readonly ReadingNotice[] => [
  ...warnings.map(warning),
  ...(truncated === undefined ? [] : [warning(cutOff(truncated.atByte))]),
  ...(repairedEvents === 0
    ? []
    : [information(`${events(repairedEvents)} repaired (${[...repairs.keys()].join(', ')}).`)]),
  ...(skippedEvents === 0 ? [] : [information(`${events(skippedEvents)} skipped as unreadable.`)]),
];
