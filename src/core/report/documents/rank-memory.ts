import { formatCount, formatQuantity } from '../../units/format';
import type { Block } from '../document';
import type { RankMemoryReport } from '../rank-memory';
import { assumptionsTable } from './assumptions';
import { rankTable } from './rank-table';

export const rankMemoryBlocks = (report: RankMemoryReport): readonly Block[] => [
  {
    kind: 'note',
    text: `${formatCount(report.accelerators)} accelerators; the fullest holds ${formatQuantity(report.most, 'B')}.`,
  },
  rankTable(report.ranks),
  assumptionsTable(report.assumptions),
];
