import type { MatchedCollective, RanksReport } from '../../../traces/analysis/ranks';
import { formatCount } from '../../../units/format';
import { count, number, quantity, text } from '../../cells';
import type { Block } from '../../document';
import { facts, tableOf } from './blocks';

/** How ranks wait for each other, and in which collectives. */
export const acrossBlocks = ({ ranks, collectives, straggler, unmatched }: RanksReport): readonly Block[] => [
  {
    ...tableOf(
      ranks,
      [text('Rank'), ({ rank }) => String(rank)],
      [number('Transfer', 's'), ({ transfer }) => quantity(transfer, 's')],
      [number('Waits', 's'), ({ wait }) => quantity(wait, 's')],
      [number('Came last'), ({ last }) => count(last)],
    ),
    heading: 'Between ranks',
  },
  facts(
    ['The others wait most for rank', straggler === undefined ? 'none: nobody waits' : String(straggler)],
    ['Collectives not on every rank of their group', formatCount(unmatched)],
  ),
  {
    ...tableOf(
      collectives,
      [text('Collective'), ({ name }) => name],
      ...(collectives.some(({ group }) => group !== undefined)
        ? [[text('Group'), ({ group }: MatchedCollective) => group ?? ''] as const]
        : []),
      [number('Bytes', 'B'), ({ bytes }) => quantity(bytes, 'B')],
      [number('Times'), (row) => count(row.count)],
      [number('Transfer', 's'), ({ transfer }) => quantity(transfer, 's')],
      [number('Waits of all ranks', 's'), ({ wait }) => quantity(wait, 's')],
      [number('Bus bandwidth', 'B/s'), ({ busBandwidth }) => quantity(busBandwidth, 'B/s')],
      [number('Last is rank'), ({ straggler: late }) => (late === undefined ? 'none' : count(late))],
    ),
    heading: 'Collectives of all ranks',
  },
];
