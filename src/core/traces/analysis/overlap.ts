import type { Analysis } from './analysis';
import { once } from './once';
import { intersection, typeUnion } from './intervals';
import { KernelType } from './kernel-type';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/** Seconds; time in which several run at once counts once. */
export interface OverlapReport {
  readonly communication: number;
  readonly computation: number;
  /** Communication under which computation runs. */
  readonly overlapped: number;
  /** Communication under which nothing computes. */
  readonly exposed: number;
}

/**
 * Communication hidden under computation (HTA, hta/analyzers/communication_analysis.py:29-85): the unions of both
 * kinds of kernels and their intersection; HTA's percentage is overlapped / communication. Nothing to say of a trace
 * without communication.
 */
const run = (selection: Selection): OverlapReport | undefined => {
  const communication = typeUnion(selection, KernelType.communication);
  if (communication.start.length === 0) return undefined;
  const computation = typeUnion(selection, KernelType.computation);
  const overlapped = intersection(selection, communication, computation).length;
  return {
    communication: inSeconds(communication.length),
    computation: inSeconds(computation.length),
    overlapped: inSeconds(overlapped),
    exposed: inSeconds(communication.length - overlapped),
  };
};

export const overlap: Analysis<'overlap', OverlapReport> = { id: 'overlap', run: once(run) };
