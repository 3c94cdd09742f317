import { formatQuantity } from '../../../units/format';
import { movedBytes, movesBytes } from '../moved-bytes';
import { operationsByName } from '../../operation-type';
import { isProduct, workOf } from '../operator-work';
import { inSeconds } from '../selection';
import type { Selection } from '../selection';
import { shapedOperators } from '../shaped-operators';

export interface AchievedRate {
  readonly words: string;
  readonly evidence: Readonly<Record<string, number>>;
}

/**
 * What an operator achieves on the host over all of its calls: FLOP/s of a product, bytes per second of what moves memory.
 * Undefined where the shapes of any of its calls do not tell its work.
 * @param calls how many there are
 */
export const achievedRate = (selection: Selection, name: string, calls: number): AchievedRate | undefined => {
  const { strings, slices } = selection.trace;
  const id = strings.find(name) ?? 0;
  // Runtimes of graphs name their nodes and tell what they do beside.
  const operation = operationsByName(selection.trace).get(id) ?? name;
  const product = isProduct(operation);
  if (!product && !movesBytes(operation)) return undefined;
  const shaped = shapedOperators(selection, {
    knows: (operator) => operator === operation,
    of: (operator, inputs) =>
      product ? workOf(operator, inputs)?.flops : movedBytes(operator, inputs) || undefined,
    key: (work: number) => work,
  }).filter(({ row }) => slices.name[row] === id);
  const known = shaped.reduce((sum, one) => sum + one.calls, 0);
  const seconds = inSeconds(shaped.reduce((sum, { host }) => sum + host, 0));
  if (known < calls || !(seconds > 0)) return undefined;
  const rate = shaped.reduce((sum, one) => sum + one.work * one.calls, 0) / seconds;
  return product
    ? { words: ` and achieves ${formatQuantity(rate, 'flop/s')}`, evidence: { flopsPerSecond: rate } }
    : {
        words: ` and moves at least ${formatQuantity(rate, 'B/s')}`,
        evidence: { bytesPerSecond: rate },
      };
};
