import type { AnalysisName, AnalysisResults } from '../../traces/analysis/registry';
import type { LadderUnit } from '../../units/ladders';
import type { Block, Cell, Column } from '../document';

/** The pages of a trace, in the order in which they stand. */
export const PAGE_IDS = [
  'operators',
  'kernels',
  'idle',
  'communication',
  'memory',
  'steps',
  'modules',
  'stacks',
  'criticalPath',
] as const;
export type PageId = (typeof PAGE_IDS)[number];

/** What a page shows, from top to bottom; plain data that can be sent. */
export interface TracePage {
  readonly id: PageId;
  readonly blocks: readonly PageBlock[];
}

export type PageBlock = Block | BarsBlock | CurveBlock | TreeBlock;

interface ChartBlock {
  readonly title: string;
  /** What the chart shows, in a sentence or two. */
  readonly summary: string;
  /** Of the values. */
  readonly unit: LadderUnit;
}

/** A bar a label, made of the series stacked. */
export interface BarsBlock extends ChartBlock {
  readonly kind: 'bars';
  readonly labels: readonly string[];
  readonly series: readonly BarSeries[];
}

export interface BarSeries {
  readonly name: string;
  readonly values: readonly number[];
  /** What is left over: time in which nothing runs. */
  readonly rest?: boolean;
}

/** Values over time; each holds until the next. */
export interface CurveBlock extends ChartBlock {
  readonly kind: 'curve';
  /** Seconds, ascending. */
  readonly times: readonly number[];
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** A table whose rows have rows under them. */
export interface TreeBlock {
  readonly kind: 'tree';
  readonly heading: string;
  readonly columns: readonly Column[];
  readonly roots: readonly TreeRow[];
}

export interface TreeRow {
  readonly cells: readonly Cell[];
  readonly children: readonly TreeRow[];
}

/** How a page is made. What the trace has nothing for is absent from the results, and said in a sentence. */
export interface PageMaker {
  readonly id: PageId;
  readonly analyses: readonly AnalysisName[];
  readonly blocks: (results: AnalysisResults) => readonly PageBlock[];
}
