/** What bounds a stretch of the critical path; in the order of `BoundPlace` (../../loops/critical-path/marks.ts). */
export const BOUNDS = ['host', 'computation', 'communication', 'copy', 'launchDelay', 'kernelGap'] as const;
export type Bound = (typeof BOUNDS)[number];
