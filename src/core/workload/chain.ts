/**
 * Work that fused kernels do in one pass over their data, and a framework that fuses nothing does in several kernels one after
 * the other; how many is the engine's.
 */
export const CHAINS = ['rms-norm', 'rotary', 'gated-activation'] as const;

export type Chain = (typeof CHAINS)[number];
