import { ANALYSIS_NAMES, type AnalysisName } from '../../traces/analysis/registry';
import type { Block, ReportDocument } from '../document';
import type { TraceRankReport, TraceReport } from '../types';
import type { AllAnalysisBlocks, Result, SomeResults } from './analyses/blocks';
import { CAUSE_BLOCKS } from './analyses/causes';
import { TIME_BLOCKS } from './analyses/time';
import { acrossBlocks } from './analyses/across';
import { WORK_BLOCKS } from './analyses/work';

const BLOCKS: AllAnalysisBlocks = { ...TIME_BLOCKS, ...WORK_BLOCKS, ...CAUSE_BLOCKS };

/** `memoryBandwidth` → "memory bandwidth". */
const heading = (name: AnalysisName): string =>
  name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const headed = (block: Block, text: string): Block =>
  block.kind === 'note' ? block : { ...block, heading: text };

/** One analysis under a heading; nothing where there is no result. */
export const analysisBlocks = <Name extends AnalysisName>(
  results: SomeResults,
  name: Name,
  title: string,
): readonly Block[] => {
  const result: Result<Name> | undefined = results[name];
  if (result === undefined) return [];
  return BLOCKS[name](result).map((block, place) => (place === 0 ? headed(block, title) : block));
};

const rankBlocks = (rank: TraceRankReport, several: boolean): readonly Block[] => {
  const prefix = several ? `Rank ${rank.rank}: ` : '';
  return ANALYSIS_NAMES.flatMap((name) => analysisBlocks(rank, name, prefix + heading(name)));
};

/** The analyses that were asked for, rank by rank. */
export const traceDocument = (name: string, { ranks, window, across }: TraceReport): ReportDocument => ({
  title: `${name}: breakdown${window === 'all' ? '' : ` (window: ${window})`}`,
  blocks: [
    ...ranks.flatMap((rank) => rankBlocks(rank, ranks.length > 1)),
    ...(across === undefined ? [] : acrossBlocks(across)),
  ],
});
