/** The kinds of work whose achieved fraction of peak (compute) or of bandwidth (memory) is known apart. */
export const RATE_CLASSES = [
  'matmul',
  'matmulNarrow',
  'matmulFour',
  'stream',
  'streamNarrow',
  'attentionPrefill',
  'attentionDecode',
  'memory',
  'gather',
  'convolution',
] as const;
export type RateClass = (typeof RATE_CLASSES)[number];

/** Whether the fraction is of the peak arithmetic; else it is of the memory bandwidth. */
export const isOfPeak = (name: RateClass): boolean =>
  name.startsWith('matmul') || name === 'convolution' || name === 'attentionPrefill';
