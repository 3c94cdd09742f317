import { shortKernelName } from '../../kernel-name';

const LONGEST = 72;

/** A kernel's name as a sentence can hold it: its two ends tell kernels of one family apart. */
export const toldName = (name: string): string => {
  const short = shortKernelName(name);
  if (short.length <= LONGEST) return short;
  const half = Math.floor((LONGEST - 1) / 2);
  return `${short.slice(0, half)}…${short.slice(-half)}`;
};
