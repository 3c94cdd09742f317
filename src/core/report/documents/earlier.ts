import { formatQuantity } from '../../units/format';

/** What was left out of a trace, in a sentence. @param seconds of device time */
export const earlierWords = (seconds: number): string =>
  `Left out: ${formatQuantity(seconds, 's')} of kernels launched before the recording began, by a step that it does not hold.`;
