/**
 * What crosses between host and view, each thing declared once. Calls, replies, events, handlers and their
 * guards are derived from these two interfaces (rpc.ts), so an addition here fails to compile until both ends have it.
 */
import type { PageBlock, PageId, TracePage } from '../core/report/pages/page';
import type { Grouping } from '../core/report/types';
import type { TimelineAnswers } from '../core/traces/timeline/answers';
import type { CodePlace } from '../core/traces/source-places';
import type { Section, SectionRequest, SweepRequest, SweepState } from './comparing';
import type { Choice, DeploymentChange, PanelState, Progress } from './panel-state';

/** What the view may ask of the host. A method that rejects answers with the message of its error. */
export interface HostMethods extends TimelineAnswers {
  /** The view stands and wants the whole state, after every reload. */
  ready(): PanelState;
  setDeployment(change: DeploymentChange): PanelState;
  setGrouping(grouping: Grouping): PanelState;
  /** At most a screenful, best matches first; the empty query gives the zones most used. */
  searchZones(query: string): readonly Choice[];
  /** One page of a trace, computed when it is first asked for. */
  page(id: PageId): TracePage;
  /** Asks for another trace and sets it beside this one; the state is as it was where the user chose none. */
  chooseTrace(): PanelState;
  /** Of a folder with a trace a rank: shows another, by its place in `ranks`. */
  chooseRank(place: number): PanelState;
  /** What changed from the other trace to this one. */
  comparison(): readonly PageBlock[];
  copyComparison(): void;
  /** Those of these places whose file is in the workspace. */
  codeInWorkspace(places: readonly CodePlace[]): readonly CodePlace[];
  /** Shows the first of these places whose file is in the workspace. */
  openCode(places: readonly CodePlace[]): void;
  /** Sets these catalogue parts beside the one in effect. */
  compareHardware(accelerators: readonly string[]): PanelState;
  /** Of a model config. A new sweep ends the one before; `sweepProgress` tells how far it is. */
  sweep(request: SweepRequest): SweepState;
  /** Ends the sweep that runs; it then answers with what it has. */
  cancelSweep(): void;
  copySweepAsCommand(request: SweepRequest): void;
  /** One question about the comparison in effect. */
  section(request: SectionRequest): Section;
  /** Asks for a trace of the panel's model, and sets the two side by side; nothing is shown when none is chosen. */
  againstTrace(): Section;
  /** All that the catalogue knows of a part. */
  partCard(id: string): Section;
  copyMarkdown(): void;
  /** Of the timeline: what is told of an event. */
  copyEvent(row: number): void;
  /** Copies the `wattlens …` line that prints this panel's numbers. */
  copyAsCommand(): void;
  exportHtml(): ExportResult;
  /** Stops the reading in progress; the panel then shows the state `failed`. */
  cancel(): void;
  /** Shows the panel's own file as text. */
  openSource(place: SourcePlace): void;
}

/** What the host tells the view. */
export interface ViewEvents {
  stateChanged(state: PanelState): void;
  /** One of its tabs, by id. */
  showTab(id: string): void;
  sweepProgress(state: SweepState): void;
  /** How much of a trace's timeline is laid out, 0 … 1. */
  timelineProgress(fraction: number): void;
  /** How much is read of a trace's file again for one event, 0 … 1; told of what takes long. */
  argumentsProgress(fraction: number): void;
  /** Only while the state is `loading`. */
  progress(progress: Progress): void;
}

export interface ExportResult {
  /** Name of the file written; absent when the user chose none. */
  readonly savedAs?: string;
}

/** Lines and columns count from 1. */
export interface SourcePlace {
  readonly line?: number;
  readonly column?: number;
}
