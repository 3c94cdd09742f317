/**
 * What the host asks of the analysis worker, so that nothing is parsed or computed on the extension host's thread.
 * Bad input comes back as a value with its place; only faults of ours reject.
 */
import type { Advice } from '../core/models/advice';
import type { DerivedNumber } from '../core/models/derived';
import type { FieldExplanation } from '../core/models/explain';
import type { ModuleInfo } from '../core/models/modules';
import type { OutlineGroup } from '../core/models/outline';
import type { TextsBeside } from '../core/input/beside';
import type { Problem, ProblemLocation } from '../core/problem';
import type { PageBlock, PageId, TracePage } from '../core/report/pages/page';
import type { PlanId } from '../core/scenario/plans/names';
import type { SettingExplanation } from '../core/scenario/settings/explain';
import type { SourceRange } from '../core/text/located';
import type { SourceLinesReport } from '../core/traces/analysis/source-lines';
import type { CheckReport } from '../core/report/check';
import type { Grouping } from '../core/report/types';
import type { TimelineAnswers } from '../core/traces/timeline/answers';
import type { Estimate } from '../core/estimate/estimate-types';
import type { Section, SectionRequest, SweepRequest, SweepState } from './comparing';
import type { Choice, DeploymentChange, PanelContent, Progress } from './panel-state';
import type { Contract } from './rpc';

/** A problem as it crosses threads. */
export interface Fault {
  readonly message: string;
  readonly where: ProblemLocation;
}

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

/** The same methods, whose bad input comes back as a value. */
export type WithOutcome<M> = {
  readonly [K in keyof M]: M[K] extends (...args: infer A) => infer R ? (...args: A) => Outcome<R> : never;
};

export const faultOf = ({ message, where }: Problem): Fault => ({ message, where });

/** A text in the editor, unsaved changes included. */
export interface TextSource {
  readonly kind: 'text';
  readonly name: string;
  readonly text: string;
  /** Of a config: the texts of its folder that tell what it leaves out. */
  readonly beside?: TextsBeside;
}

/** Where a file's bytes are: an open text, a path to stream from, or, on other file systems, the bytes themselves. */
export type Source = TextSource | FileSource | BytesSource;

export interface BytesSource {
  readonly kind: 'bytes';
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of a config, likewise. */
  readonly beside?: TextsBeside;
}

export interface FileSource {
  readonly kind: 'file';
  readonly name: string;
  readonly path: string;
  /** Another whenever the file is; what was read of the same version need not be read again. */
  readonly version?: string;
}

/** Files of a folder, one trace a rank. */
export interface RankFolder {
  readonly kind: 'ranks';
  readonly name: string;
  readonly files: readonly Source[];
}

/** What the settings say; what is absent takes the core's default, which the assumptions then list. */
export interface Defaults {
  readonly accelerator: string;
  readonly zone?: string;
  readonly pue?: number;
  readonly lifetimeYears?: number;
  readonly batch: number;
  readonly input: number;
  readonly output: number;
  /** Accelerators to set beside the one in effect. */
  readonly compareWith: readonly string[];
}

/** How a file is looked at: the settings and what the user changed since. */
export interface View {
  readonly defaults: Defaults;
  readonly change: DeploymentChange;
  readonly grouping?: Grouping;
}

/** A text that is meant to be a model config, and what is wrong with it. */
export interface ConfigCheck {
  readonly fault?: Fault;
}

/** From the start of its name to the end of its value, in characters of the text. */
export interface ExplainedField {
  readonly start: number;
  readonly end: number;
  /** Absent where nothing is known of the field. */
  readonly explanation?: FieldExplanation;
}

/** What the lens says of a config. */
export interface ConfigSummary {
  readonly parameters: number;
  readonly activeParameters: number;
  readonly estimate: Estimate;
}

/** A config or a scenario as it was or is; a scenario with the config or trace it names. */
export interface ReviewedVersion {
  readonly source: TextSource;
  readonly workload?: Source;
}

/** What the user chose for a new scenario; `file` is the config's, relative to it. */
export interface ScenarioChoice {
  readonly file: string;
  readonly accelerator: string;
  readonly count: number;
  readonly zone: string;
}

export interface PartText {
  readonly title: string;
  readonly text: string;
}

/** What is wrong with a file of parts, which is then left out. */
export interface PartsFault {
  readonly name: string;
  readonly fault: Fault;
}

/** Relative to the scenario. */
export interface PlanFiles {
  readonly workload: string;
  /** CSV of the grid by the hour. */
  readonly profile?: string;
}

/** What is planned, and what with: a scenario and what it names, or a config alone. */
export interface PlanRequest {
  readonly plan: PlanId;
  readonly scenario?: TextSource;
  readonly workload: Source;
  readonly profile?: TextSource;
}

export interface AnalysisMethods extends WithOutcome<TimelineAnswers> {
  /** Undefined where the text is no model config. */
  checkConfig(source: TextSource): ConfigCheck | undefined;
  /** What cannot work in a config, and what could be better. */
  advise(source: TextSource): readonly Advice[];
  configOutline(source: TextSource): Outcome<readonly OutlineGroup[]>;
  derivedNumbers(source: TextSource): Outcome<readonly DerivedNumber[]>;
  moduleTree(source: TextSource, defaults: Defaults): Outcome<ModuleInfo>;
  /** Where the value stands that sizes a module; undefined where none does. */
  sizingField(source: TextSource, module: string): SourceRange | undefined;
  summarizeConfig(source: TextSource, defaults: Defaults): Outcome<ConfigSummary>;
  /** Of the field at an offset; undefined where there is none that counts. */
  explainField(source: TextSource, offset: number): FieldExplanation | undefined;
  /** Of all fields in the order of the text; undefined where a newer text of that name was asked about meanwhile. */
  explainFields(source: TextSource): readonly ExplainedField[] | undefined;
  /** What the fields of a program's settings decide; none where the text is something else. */
  explainSettings(source: TextSource): readonly SettingExplanation[];
  /** Reads a file and keeps it; `content`, `markdown` and `html` are then of it. */
  open(source: Source | RankFolder): Outcome<void>;
  /** Of the folder that is open, by its place among the ranks. */
  chooseRank(place: number): Outcome<void>;
  content(view: View): Outcome<PanelContent>;
  markdown(view: View): Outcome<string>;
  /** What the timeline of the trace that is open tells of an event, with the arguments read of it last. */
  eventMarkdown(row: number): Outcome<string>;
  html(view: View): Outcome<string>;
  /** Of the trace that is open. */
  page(id: PageId): Outcome<TracePage>;
  /** Of the trace that is open; a fault where it has no Python stacks. */
  sourceLines(): Outcome<SourceLinesReport>;
  /** Reads another trace and keeps it beside the open one, as what that was before. */
  readOther(before: Source): Outcome<void>;
  /** What changed from the trace that `readOther` read. */
  comparison(view: View): Outcome<readonly PageBlock[]>;
  comparisonMarkdown(view: View): Outcome<string>;
  /** Of the model config that is open; a new one ends the one before. */
  sweep(request: SweepRequest, view: View): Outcome<SweepState>;
  cancelSweep(): void;
  /** Ways to divide the model config that is open over so many accelerators. */
  divisions(count: number, view: View): Outcome<readonly Choice[]>;
  section(request: SectionRequest, view: View): Outcome<Section>;
  /** The model that is open beside a trace of it. */
  againstTrace(trace: Source, view: View): Outcome<Section>;
  partCard(id: string): Outcome<Section>;
  /** The same as Markdown, with its title. */
  partMarkdown(id: string): Outcome<PartText>;
  /** Parts that the workspace adds or corrects, in place of those given before; what is wrong with them, file by file. */
  setWorkspaceParts(files: readonly TextSource[]): readonly PartsFault[];
  /** What is wrong with a file of parts; undefined where nothing is. */
  checkParts(file: TextSource): Fault | undefined;
  accelerators(): readonly Choice[];
  zones(query: string): readonly Choice[];
  /** What changed, what it does and which field did it, as Markdown. */
  compareVersions(before: ReviewedVersion, after: ReviewedVersion, defaults: Defaults): Outcome<string>;
  /** The file a scenario is about, relative to it. */
  workloadFileOf(scenario: TextSource): Outcome<string>;
  checkBudgets(scenario: TextSource, workload: Source): Outcome<CheckReport>;
  /** The files that a scenario's plans name. */
  planFilesOf(scenario: TextSource): Outcome<PlanFiles>;
  /** As Markdown. A search tells of its progress. */
  planCarbon(request: PlanRequest, defaults: Defaults): Outcome<string>;
  /** Its text. */
  newScenario(config: TextSource, choice: ScenarioChoice, defaults: Defaults): Outcome<string>;
}

export interface AnalysisEvents {
  sweepProgress(state: SweepState): void;
  /** How much of a timeline is laid out, 0 … 1. */
  timelineProgress(fraction: number): void;
  /** How much is read of a trace's file again for one event, 0 … 1. */
  argumentsProgress(fraction: number): void;
  progress(progress: Progress): void;
}

/** Both ends are ours and start together, so what arrives is what was sent. */
const trusted = <T>(_value: unknown): _value is T => true;
const ours = { args: trusted, result: trusted };

export const analysisContract: Contract<AnalysisMethods> = {
  checkConfig: ours,
  advise: ours,
  configOutline: ours,
  derivedNumbers: ours,
  moduleTree: ours,
  sizingField: ours,
  summarizeConfig: ours,
  explainField: ours,
  explainFields: ours,
  explainSettings: ours,
  open: ours,
  chooseRank: ours,
  content: ours,
  markdown: ours,
  eventMarkdown: ours,
  html: ours,
  page: ours,
  timelineLayout: ours,
  timelineCancel: ours,
  timelineOverview: ours,
  timelineView: ours,
  timelineSummary: ours,
  timelineEventAt: ours,
  timelineNeighbour: ours,
  timelineEvent: ours,
  timelineArguments: ours,
  timelineCancelArguments: ours,
  timelineSearch: ours,
  sourceLines: ours,
  readOther: ours,
  comparison: ours,
  comparisonMarkdown: ours,
  sweep: ours,
  cancelSweep: ours,
  divisions: ours,
  section: ours,
  againstTrace: ours,
  partCard: ours,
  partMarkdown: ours,
  setWorkspaceParts: ours,
  checkParts: ours,
  accelerators: ours,
  zones: ours,
  compareVersions: ours,
  workloadFileOf: ours,
  checkBudgets: ours,
  planFilesOf: ours,
  planCarbon: ours,
  newScenario: ours,
};

export const analysisEvents: Contract<AnalysisEvents> = {
  progress: ours,
  sweepProgress: ours,
  timelineProgress: ours,
  argumentsProgress: ours,
};
