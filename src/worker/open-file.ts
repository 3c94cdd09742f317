import { openInput } from '../core/input/open';
import type { Model } from '../core/models/model';
import { Problem } from '../core/problem';
import { FINDING_ANALYSES } from '../core/report/findings';
import { inspectTrace } from '../core/report/inspect-trace';
import type { PageId, TracePage } from '../core/report/pages/page';
import { tracePage } from '../core/report/pages/registry';
import { type ReadingNotice, readingNotices } from '../core/report/reading-notices';
import { traceReport } from '../core/report/trace';
import type { TraceInspection, TraceReport } from '../core/report/types';
import type { RanksReport } from '../core/traces/analysis/ranks';
import { DEFAULT_ANALYSES } from '../core/traces/analysis/registry';
import type { Selection } from '../core/traces/analysis/selection';
import { select } from '../core/traces/analysis/windows';
import type { Trace } from '../core/traces/columns';
import { toWorkload } from '../core/traces/to-workload';
import type { Reopen } from '../core/traces/written/text-from';
import type { Workload } from '../core/workload/workload';
import type { Source } from '../protocol/analysis';
import type { Progress, RankChoice } from '../protocol/panel-state';
import { chunksOf, fromFolder } from './chunks';
import { reopenerOf } from './reopen';

export interface OpenModel {
  readonly kind: 'model';
  readonly model: Model;
}

/** A trace and what every panel shows of it; `page` runs the other analyses, each page's once. */
export interface OpenTrace {
  readonly kind: 'trace';
  /** Milliseconds since 1970. */
  readonly readAt: number;
  readonly page: (id: PageId) => TracePage;
  /** The whole trace; it takes memory of its own, so it is made when first asked for. */
  readonly selection: () => Selection;
  readonly trace: Trace;
  /** Reads its file again for one event. */
  readonly reopen: Reopen;
  readonly workload: Workload;
  readonly inspection: TraceInspection;
  readonly report: TraceReport;
  readonly notices: readonly ReadingNotice[];
  /** Where it is one of a folder's. */
  readonly ranks?: RankChoice;
  /** How the ranks of its folder wait for each other. */
  readonly across?: () => RanksReport | undefined;
}

export type OpenFile = OpenModel | OpenTrace;

const PANEL_ANALYSES = [...new Set([...DEFAULT_ANALYSES, ...FINDING_ANALYSES])];

const selectionOf = (trace: Trace): OpenTrace['selection'] => {
  let selection: Selection | undefined;
  return () => (selection ??= select(trace, 'all'));
};

const pagesOf = (selection: OpenTrace['selection']): OpenTrace['page'] => {
  const pages = new Map<PageId, TracePage>();
  return (id) => {
    const page = pages.get(id) ?? tracePage(selection(), id);
    pages.set(id, page);
    return page;
  };
};

/** Reads a model config or a trace. @throws Problem that says what is wrong with it. */
export const openFile = async (source: Source, report: (progress: Progress) => void): Promise<OpenFile> => {
  const reopen = await reopenerOf(source);
  const opened = await openInput(chunksOf(source, report), source.name, fromFolder(source));
  if (opened.kind === 'model') return { kind: 'model', model: opened.model };
  report({ message: 'Analysing' });
  const traces = [opened.trace];
  const selection = selectionOf(opened.trace);
  return {
    kind: 'trace',
    readAt: Date.now(),
    selection,
    page: pagesOf(selection),
    trace: opened.trace,
    reopen,
    workload: toWorkload(traces),
    inspection: inspectTrace(source.name, traces),
    report: await traceReport(traces, 'all', PANEL_ANALYSES),
    notices: readingNotices(opened.trace),
  };
};

/** @throws Problem for a file that is no trace. */
export const traceIn = (file: OpenFile): OpenTrace => {
  if (file.kind === 'model') throw new Problem('a model config; expected a profiler trace');
  return file;
};
