/** What a run may say beside its batch. The command line calls each by the same name. */
export const RUN_INPUTS = ['input', 'output', 'images', 'frames', 'steps'] as const;
export type RunInput = (typeof RUN_INPUTS)[number];
