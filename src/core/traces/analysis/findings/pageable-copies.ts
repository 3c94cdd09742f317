import { formatCount, formatShare } from '../../../units/format';
import { SliceKind } from '../../slice-kind';
import { namesThat, rowsNamed } from '../names';
import { inSeconds } from '../selection';
import { adviceOn } from './advice';
import { deviceSpan } from './device-span';
import type { FindingRule } from './finding';

const SHARE = 0.02;
const COPIES = [SliceKind.memcpy];

/** Copies from or to memory that the driver must stage through a pinned buffer. */
export const pageableCopies: FindingRule = {
  id: 'pageable-copies',
  find: (selection) => {
    const span = deviceSpan(selection);
    if (span === undefined) return undefined;
    const names = namesThat(selection, COPIES, (name) => name.includes('Pageable'));
    if (names === undefined) return undefined;
    const copies = rowsNamed(selection, selection.device, COPIES, names);
    let nanoseconds = 0;
    for (const row of copies)
      nanoseconds = nanoseconds + (selection.end[row] ?? 0) - (selection.start[row] ?? 0);
    const seconds = inSeconds(nanoseconds);
    const share = seconds / span.seconds;
    if (share < SHARE) return undefined;
    return {
      rule: 'pageable-copies',
      sentence: `${formatCount(copies.length)} copies use pageable host memory for ${formatShare(share)} of the time; ${adviceOn('pageable', selection)}`,
      share: Math.min(1, share),
      evidence: { seconds, copies: copies.length, deviceSpanSeconds: span.seconds },
      because: `copies named "Pageable" last at least ${formatShare(SHARE)} of the device's time`,
    };
  },
};
