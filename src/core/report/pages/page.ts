import type { RanksReport } from '../../traces/analysis/ranks';
import type { AnalysisName, AnalysisResults } from '../../traces/analysis/registry';
import type { Accelerator } from '../../hardware/accelerator';
import type { CodePlace } from '../../traces/source-places';
import type { LadderUnit } from '../../units/ladders';
import type { Block, Cell, Column } from '../document';
import type { Wanted } from '../../traces/not-recorded';

/** The pages of a trace, in the order in which they stand. */
export const PAGE_IDS = [
  'operators',
  'kernels',
  'roofline',
  'idle',
  'communication',
  'memory',
  'steps',
  'modules',
  'stacks',
  'criticalPath',
  'ranks',
] as const;
export type PageId = (typeof PAGE_IDS)[number];

/** What a page shows, from top to bottom; plain data that can be sent. */
export interface TracePage {
  readonly id: PageId;
  readonly blocks: readonly PageBlock[];
}

export type PageBlock = Block | BarsBlock | CurveBlock | FlameBlock | TreeBlock | MapBlock | ScatterBlock;

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
export interface CurveBlock extends Omit<ChartBlock, 'unit'> {
  readonly kind: 'curve';
  /** Of the values; or what is counted. */
  readonly unit: LadderUnit | { readonly things: string };
  /** Seconds, ascending. */
  readonly times: readonly number[];
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** A field of cells, each won by one of the series or by none. It is a table itself. */
export interface MapBlock {
  readonly kind: 'map';
  readonly title: string;
  readonly summary: string;
  readonly across: MapAxis;
  readonly down: MapAxis;
  readonly series: readonly string[];
  /** A row for each value down, a cell for each across. */
  readonly rows: readonly (readonly MapCell[])[];
}

export interface MapAxis {
  readonly name: string;
  readonly labels: readonly string[];
}

export interface MapCell {
  /** Place of the winner; absent where there is none. */
  readonly series?: number;
  /** Short: how far ahead it is. */
  readonly text: string;
  /** Nobody really wins. */
  readonly tie: boolean;
  /** The whole of it, in words. */
  readonly detail: string;
}

/** Points of several series on two axes in powers of ten. */
export interface ScatterBlock {
  readonly kind: 'scatter';
  readonly title: string;
  readonly summary: string;
  readonly x: ScatterAxis;
  readonly y: ScatterAxis;
  /** Whose marked points a line joins: those of all together (a front), or of each series. */
  readonly joined: 'all' | 'series';
  readonly series: readonly { readonly name: string; readonly points: readonly ScatterPoint[] }[];
}

export interface ScatterAxis {
  readonly name: string;
  /** Of the values; none where they are numbers of `label`. */
  readonly unit?: LadderUnit;
  readonly label: string;
}

export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  /** Marked, and joined by the line. */
  readonly front: boolean;
  readonly detail: string;
}

/** Calls as boxes under the one that made them, as wide as their time. */
export interface FlameBlock {
  readonly kind: 'flame';
  readonly title: string;
  readonly summary: string;
  readonly roots: readonly FlameFrame[];
}

/** `code` is Python outside installed packages. */
export type FrameKind = 'code' | 'library' | 'operator';

export interface FlameFrame {
  readonly name: string;
  readonly kind: FrameKind;
  readonly calls: number;
  /** Seconds, with those of the children; `…Self` without. */
  readonly host: number;
  readonly hostSelf: number;
  readonly device: number;
  readonly deviceSelf: number;
  readonly places: readonly CodePlace[];
  readonly children: readonly FlameFrame[];
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

export interface AboutTrace {
  /** The accelerator that it was recorded on, where it is known. */
  readonly part?: Accelerator | undefined;
  /** A sentence on what the trace is without, and how its writer would record it. */
  readonly without: (wanted: Wanted) => string;
  /** Seconds: when its first event is, which is the zero of the timeline too. */
  readonly first: number;
  /** Where it is one rank of a folder in which all ranks communicate: which, and how they wait for each other. */
  readonly among?: { readonly rank: number; readonly ranks: RanksReport } | undefined;
}

/** How a page is made. What the trace has nothing for is absent from the results, and said in a sentence. */
export interface PageMaker {
  readonly id: PageId;
  readonly analyses: readonly AnalysisName[];
  readonly blocks: (results: AnalysisResults, about: AboutTrace) => readonly PageBlock[];
}
