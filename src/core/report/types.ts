/**
 * The public JSON of Wattlens (schemas/report.schema.json). SI base units; what is not known is absent.
 * Wire types of their own, so that the inner types can change without breaking readers.
 */
import type { Settings, Target } from '../scenario/settings/settings';
import type { DeviceCount } from './device-count';
import type { RankMemoryReport } from './rank-memory';
import { TRACE_WINDOWS, type TraceWindow } from '../traces/analysis/analysis';
import type { RanksReport } from '../traces/analysis/ranks';
import type { AnalysisName, AnalysisResults } from '../traces/analysis/registry';
import type { Parallelism } from '../cluster/parallelism';
import type { Uncertain } from '../carbon/uncertainty/uncertain';
import type { Assumption } from '../units/provenance';
import type { Range } from '../units/range';
import type { Estimate } from '../estimate/estimate-types';
import type { TraceEnergy } from '../estimate/trace-energy';
import type { PlacedProduct, TraceRoof } from '../estimate/trace-roofline';
import type { FunctionalUnit, PhaseName } from '../workload/workload';
import type { OperatorCategory } from '../workload/category';

export const SCHEMA_VERSION = 1;

interface Versioned {
  readonly schemaVersion: typeof SCHEMA_VERSION;
}

export interface ModelInspection extends Versioned {
  readonly kind: 'model';
  readonly name: string;
  readonly format: string;
  readonly family: string;
  readonly unit: FunctionalUnit;
  readonly parameters: { readonly total: number; readonly active: number; readonly embedding: number };
  readonly weightBytes: number;
  /** Absent where the family keeps no key-value cache. */
  readonly kvBytesPerToken?: number;
  /** State of a fixed size per sequence (state-space layers). */
  readonly stateBytes?: number;
  readonly layers: number;
  readonly dtype: string;
  readonly maxContext?: number;
  /** Where a parallel run was asked about: what each of its ranks holds. */
  readonly memory?: RankMemoryReport;
}

export interface TraceInspection extends Versioned, DeviceCount {
  readonly kind: 'trace';
  readonly name: string;
  readonly format: string;
  readonly bytes: number;
  readonly events: number;
  readonly repairedEvents: number;
  readonly skippedEvents: number;
  readonly truncated?: { readonly atByte: number };
  readonly ranks: number;
  /** Absent where neither events nor the recording have times. */
  readonly spanSeconds?: number;
  readonly has: {
    readonly shapes: boolean;
    readonly stacks: boolean;
    readonly memory: boolean;
    readonly flops: boolean;
  };
}

/** Settings of a serving or training program, and what they say of how a model runs. */
export interface SettingsInspection extends Versioned, Omit<Settings, 'fields'> {
  readonly kind: 'settings';
  readonly name: string;
  readonly fields: readonly { readonly path: string; readonly target: Target; readonly value: string }[];
}

export type Inspection = ModelInspection | TraceInspection;

export const GROUPINGS = ['operator', 'category', 'module', 'phase', 'kernel'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Totals over one pass of the phase (one prefill, one decode step), over the whole batch. */
export interface OperatorRow {
  readonly name: string;
  readonly category: OperatorCategory;
  readonly phase: PhaseName;
  readonly module?: string;
  readonly count: number;
  readonly flops?: number;
  readonly bytes?: number;
  readonly parameters?: number;
  readonly hostSeconds?: number;
  readonly deviceSeconds?: number;
}

export interface OperatorsReport extends Versioned {
  readonly by: Grouping;
  /** Accelerator that device times are predicted for; absent where they were measured, or there are none. */
  readonly predictedOn?: string;
  readonly rows: readonly OperatorRow[];
}

export { TRACE_WINDOWS, type TraceWindow };

/** What each analysis found of one rank, under the analysis' name; absent when not asked for or nothing was there. */
export interface TraceRankReport extends Omit<AnalysisResults, 'energy' | 'roofline'> {
  readonly rank: number;
  readonly energy?: TraceEnergy;
  /** Products under the roof of the device, where the catalogue has it. */
  readonly roofline?: readonly PlacedProduct[];
  /** With `roofline` or `traffic`: the roof, and where the classes of kernels stand under it. */
  readonly roof?: TraceRoof;
  /** Why an analysis that was asked for is not here, by its name: one sentence each. */
  readonly absent?: Readonly<Partial<Record<AnalysisName, string>>>;
}

export interface TraceReport extends Versioned {
  readonly window: TraceWindow;
  readonly ranks: readonly TraceRankReport[];
  /** Ranks side by side; absent for one rank, or where none communicates. */
  readonly across?: RanksReport;
}

export type EstimateReport = Versioned & Estimate;

export interface CompareReport extends Versioned {
  readonly rows: readonly Estimate[];
  /** Accelerator id of the best row by each metric; absent where no row has it. */
  readonly best: {
    readonly latency?: string;
    readonly throughput?: string;
    readonly energy?: string;
    readonly carbon?: string;
  };
}

/** One number of accelerators: its figures, or why the work cannot be divided over so many. */
export interface ScalingRowPoint {
  readonly count: number;
  readonly reason?: string;
  readonly parallelism?: Parallelism;
  readonly fits?: boolean;
  readonly speedup?: number;
  readonly efficiency?: number;
  readonly latency?: number;
  readonly unitsPerSecond?: number;
  readonly joulesPerUnit?: number;
  readonly gramsPerUnit?: number;
}

export interface ScalingRow {
  readonly accelerator: string;
  readonly points: readonly ScalingRowPoint[];
}

/** Uncertainty and tornado are of all the carbon that is known. */
export interface AccountReport extends Versioned, Uncertain {
  readonly energyJoules: number;
  readonly carbon: {
    readonly operational: Range<number>;
    /** Beside a market-based figure: the same energy on the grid of its place. */
    readonly locationBased?: Range<number>;
    readonly embodied?: Range<number>;
    readonly total?: Range<number>;
  };
  /** Litres on site and of the grid, where they are published. */
  readonly water?: {
    readonly onSite?: Range<number>;
    readonly offSite?: Range<number>;
    readonly total?: Range<number>;
  };
  readonly assumptions: readonly Assumption[];
}

export interface CatalogueReport extends Versioned {
  readonly rows: readonly CatalogueRow[];
}

export interface CatalogueRow {
  readonly id: string;
  readonly name: string;
  readonly sources: readonly string[];
  readonly [property: string]: unknown;
}
