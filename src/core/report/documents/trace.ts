import { ANALYSIS_NAMES, type AnalysisName } from '../../traces/analysis/registry';
import type { Block, ReportDocument } from '../document';
import type { TraceRankReport, TraceReport } from '../types';
import { assumptionsTable } from './assumptions';
import type { AllAnalysisBlocks, Result, SomeResults } from './analyses/blocks';
import { CAUSE_BLOCKS } from './analyses/causes';
import { TIME_BLOCKS } from './analyses/time';
import { acrossBlocks } from './analyses/across';
import { energyBlocks } from './analyses/energy';
import { productBlocks, roofBlocks } from './analyses/roofline';
import { WORK_BLOCKS } from './analyses/work';

const BLOCKS: AllAnalysisBlocks = { ...TIME_BLOCKS, ...WORK_BLOCKS, ...CAUSE_BLOCKS };

/** `memoryBandwidth` → "memory bandwidth". */
const heading = (name: AnalysisName): string =>
  name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

export const headed = (block: Block, text: string): Block =>
  block.kind === 'note' ? block : { ...block, heading: text };

/** One analysis under a heading; nothing where there is no result. */
export const analysisBlocks = <Name extends keyof AllAnalysisBlocks>(
  results: SomeResults,
  name: Name,
  title: string,
): readonly Block[] => {
  const result: Result<Name> | undefined = results[name];
  if (result === undefined) return [];
  return BLOCKS[name](result).map((block, place) => (place === 0 ? headed(block, title) : block));
};

const under = (blocks: readonly Block[], title: string): readonly Block[] => {
  const first = blocks.findIndex(({ kind }) => kind !== 'note');
  return blocks.map((block, place) => (place === first ? headed(block, title) : block));
};

/** What an analysis found, with what the device adds to it. */
const rankAnalysis = (rank: TraceRankReport, name: AnalysisName, title: string): readonly Block[] => {
  const { energy, roof, roofline } = rank;
  if (name === 'energy')
    return energy === undefined
      ? []
      : [...under(energyBlocks(energy), title), assumptionsTable(energy.assumptions)];
  if (name === 'roofline')
    return [
      ...(roof === undefined || roofline === undefined ? [] : under(roofBlocks(roof), `${title} by class`)),
      ...(roofline === undefined ? [] : under(productBlocks(roofline), title)),
    ];
  const blocks = analysisBlocks(rank, name, title);
  // The classes stand with the products, where those were asked for too.
  return name === 'traffic' && roof !== undefined && roofline === undefined
    ? [...under(roofBlocks(roof), `${title} by class`), ...blocks]
    : blocks;
};

const rankBlocks = (rank: TraceRankReport, several: boolean): readonly Block[] => {
  const prefix = several ? `Rank ${rank.rank}: ` : '';
  return [
    ...ANALYSIS_NAMES.flatMap((name) => rankAnalysis(rank, name, prefix + heading(name))),
    ...ANALYSIS_NAMES.flatMap((name): readonly Block[] => {
      const why = rank.absent?.[name];
      return why === undefined ? [] : [{ kind: 'note', text: `${prefix}${heading(name)}: ${why}.` }];
    }),
  ];
};

/** The analyses that were asked for, rank by rank. */
export const traceDocument = (name: string, { ranks, window, across }: TraceReport): ReportDocument => ({
  title: `${name}: breakdown${window === 'all' ? '' : ` (window: ${window})`}`,
  blocks: [
    ...ranks.flatMap((rank) => rankBlocks(rank, ranks.length > 1)),
    ...(across === undefined ? [] : acrossBlocks(across)),
  ],
});
