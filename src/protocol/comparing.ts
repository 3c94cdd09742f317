/** What a panel asks when it compares: sweeps, sections of a comparison, cards of parts. */
import type { DesignMetric } from '../core/compare/metrics';
import type { PageBlock } from '../core/report/pages/page';

/** Which design points, and how they are looked at. The what-if in effect gives the rest: count, format, place. */
export interface SweepRequest {
  /** Ids of catalogue parts. */
  readonly accelerators: readonly string[];
  /** Axes as they are typed: `1..256`, `8,32`. */
  readonly batch: string;
  readonly input: string;
  readonly output: number;
  readonly metric: DesignMetric;
  readonly front: readonly [DesignMetric, DesignMetric];
  /** Dollars of an accelerator-hour as they are typed; empty where none are given. */
  readonly prices: string;
}

/** As far as a sweep has come; the last one has all that there is. */
export interface SweepState {
  readonly done: number;
  readonly total: number;
  readonly finished: boolean;
  readonly blocks: readonly PageBlock[];
}

export const SECTION_IDS = ['scaling', 'primitives', 'breakEven', 'sensitivity', 'load'] as const;
export type SectionId = (typeof SECTION_IDS)[number];

export interface SectionRequest {
  readonly id: SectionId;
  /** Of the sensitivity. */
  readonly metric?: DesignMetric;
  /** Requests per second, of the load. */
  readonly rate?: number;
}

/** What is shown of a question, from top to bottom. */
export interface Section {
  readonly blocks: readonly PageBlock[];
}
