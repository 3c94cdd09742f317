import type { Analysis } from '../analysis';
import type { Selection } from '../selection';
import { allocation } from './allocation';
import { betweenOperators } from './between-operators';
import { compilation } from './compilation';
import { dataLoading } from './data-loading';
import { exposedCommunication } from './exposed-communication';
import type { Finding, FindingRule } from './finding';
import { hostBound } from './host-bound';
import { hostHotSpot } from './host-hot-spot';
import { idleDevice } from './idle-device';
import { memoryBound } from './memory-bound';
import { oneKernel } from './one-kernel';
import { pageableCopies } from './pageable-copies';
import { smallOperators } from './small-operators';
import { synchronisation } from './synchronisation';
import { tensorCores } from './tensor-cores';
import { unevenSteps } from './uneven-steps';

const RULES: readonly FindingRule[] = [
  hostBound,
  idleDevice,
  exposedCommunication,
  dataLoading,
  compilation,
  synchronisation,
  allocation,
  pageableCopies,
  tensorCores,
  unevenSteps,
  memoryBound,
  oneKernel,
  hostHotSpot,
  smallOperators,
  betweenOperators,
];

/** What is wrong first: every rule's finding, the costliest first. */
const run = (selection: Selection): readonly Finding[] | undefined => {
  const found = RULES.flatMap((rule) => rule.find(selection) ?? []);
  return found.length === 0 ? undefined : found.sort((a, b) => b.share - a.share);
};

export const findings: Analysis<'findings', readonly Finding[]> = { id: 'findings', run };
export type { Finding } from './finding';
