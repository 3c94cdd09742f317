import type { RanksReport } from '../../traces/analysis/ranks';
import { formatQuantity, formatShare } from '../../units/format';

/** How much of their communication the ranks wait for each other, and for whom most. */
export const waitingText = ({ ranks, straggler }: RanksReport): string => {
  const waiting = ranks.reduce((sum, { wait }) => sum + wait, 0);
  const all = ranks.reduce((sum, { wait, transfer }) => sum + wait + transfer, 0);
  return (
    `${formatShare(all === 0 ? undefined : waiting / all)} of all communication is waiting for ranks that come later` +
    `${straggler === undefined ? '.' : `; the others wait most for rank ${straggler}.`}`
  );
};

/** The same of one rank. */
export const waitOfRankText = ({ ranks }: RanksReport, rank: number): string => {
  const own = ranks.find((one) => one.rank === rank);
  return own === undefined
    ? ''
    : `Rank ${rank} transfers for ${formatQuantity(own.transfer, 's')} and waits for ${formatQuantity(own.wait, 's')}.`;
};
