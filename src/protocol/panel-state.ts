/**
 * Everything a panel shows. The host owns it, the view is a function of it, and it survives being sent as JSON:
 * plain data, unknown values absent.
 */
import type { ZeroStage } from '../core/cluster/ranks/layout';
import type { RunInput } from '../core/models/run-inputs';
import type { Checkpointing } from '../core/models/training/training';
import type { ProblemLocation } from '../core/problem';
import type { Block } from '../core/report/document';
import type { Finding } from '../core/report/findings';
import type {
  CompareReport,
  Grouping,
  ModelInspection,
  OperatorsReport,
  TraceInspection,
  TraceReport,
} from '../core/report/types';
import type { Estimate } from '../core/estimate/estimate-types';
import type { Assumption } from '../core/units/provenance';
import type { Dtype } from '../core/workload/dtype';

export interface PanelState {
  /** Of the file. The view keeps it in its saved state (`RestorableState`), so that the host can restore the panel. */
  readonly uri: string;
  readonly fileName: string;
  readonly status: PanelStatus;
}

/** What a `WebviewPanelSerializer` finds in the state that the view saved; the view's own fields stand beside it. */
export interface RestorableState {
  readonly uri: string;
}

export type PanelStatus =
  | ({ readonly kind: 'loading' } & Progress)
  | { readonly kind: 'failed'; readonly message: string; readonly where?: ProblemLocation }
  | { readonly kind: 'ready'; readonly content: PanelContent };

/** `fraction` is 0 … 1, absent when the end cannot be seen. */
export interface Progress {
  readonly message: string;
  readonly fraction?: number;
}

export type PanelContent = ModelContent | TraceContent;

export interface ModelContent extends CommonContent {
  readonly kind: 'model';
  readonly inspection: ModelInspection;
  readonly deployment: ModelDeployment;
}

export interface TraceContent extends CommonContent {
  readonly kind: 'trace';
  /** When the file was read, in milliseconds since 1970: a page asked for before that is out of date. */
  readonly readAt: number;
  readonly inspection: TraceInspection;
  readonly deployment: PanelDeployment;
  readonly trace: TraceReport;
  /** What stands out, the costliest first. */
  readonly findings: readonly Finding[];
  /** Energy and carbon of what was recorded, or why they are not known. */
  readonly recorded: readonly Block[];
  /** Of a folder with a trace a rank: which is shown, and what they are called. */
  readonly ranks?: RankChoice;
  /** The trace set beside this one; `readAt` as above. */
  readonly comparedWith?: { readonly name: string; readonly readAt: number };
}

export interface RankChoice {
  /** Place in `labels`. */
  readonly shown: number;
  readonly labels: readonly string[];
}

interface CommonContent {
  /** What was repaired, skipped or cut off on reading, one sentence each. */
  readonly notices: readonly Notice[];
  readonly operators: OperatorsReport;
  /** Groupings this file has the data for. */
  readonly groupings: readonly Grouping[];
  /** For `deployment`. Absent where its accelerator has too few published facts for one. */
  readonly estimate?: Estimate;
  readonly comparison: CompareReport;
  readonly choices: PanelChoices;
  readonly assumptions: readonly Assumption[];
}

export interface Notice {
  readonly severity: 'information' | 'warning';
  readonly message: string;
}

/** The what-if in effect, defaults filled in. */
export interface PanelDeployment {
  /** Id of a catalogue part. */
  readonly accelerator: string;
  readonly count: number;
  readonly zone: string;
  readonly pue: number;
  readonly lifetimeYears: number;
}

export interface ModelDeployment extends PanelDeployment {
  /** Sequences in flight over all accelerators. */
  readonly batch: number;
  /** Tokens per request. */
  readonly input: number;
  readonly output: number;
  /** Images in each prompt, frames of a video, denoising steps; each absent where it does not act on the model. */
  readonly images?: number;
  readonly frames?: number;
  readonly steps?: number;
  readonly dtype: Dtype;
  /** How the model is divided, by the id of a choice (division.ts). */
  readonly division: string;
  readonly task: Task;
  /** Of training: what replicas share out, and which activations are kept. */
  readonly zero: ZeroStage;
  readonly checkpointing: Checkpointing;
}

export const TASKS = ['serve', 'train'] as const;
export type Task = (typeof TASKS)[number];

/** The fields the user changed; a trace has no use for those of a model alone. */
export type DeploymentChange = Partial<ModelDeployment>;

export interface Choice {
  readonly id: string;
  readonly label: string;
  /** A second, shorter line: the capacity of a part, the intensity of a zone. */
  readonly detail?: string;
}

export interface PanelChoices {
  /** What a run may say that acts on the model beside the batch; nothing of a trace. */
  readonly inputs: readonly RunInput[];
  readonly accelerators: readonly Choice[];
  readonly dtypes: readonly Choice[];
  /** Ways to divide a model over the accelerators in effect; none of a trace. */
  readonly divisions: readonly Choice[];
  /** The zone in effect; others are found by `searchZones`. */
  readonly zone: Choice;
}
