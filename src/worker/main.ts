/** The analysis thread: answers the host's questions, and keeps the one file it was told to open. */
import { parentPort } from 'node:worker_threads';
import { derivedNumbers } from '../core/models/derived';
import { sizingField } from '../core/models/modules';
import { configOutline } from '../core/models/outline';
import { givenBeside } from '../core/models/read-beside';
import { buildWorkload } from '../core/models/workload';
import { Problem } from '../core/problem';
import { fullDocument } from '../core/report/documents/full';
import type { ReportDocument } from '../core/report/document';
import { renderHtml } from '../core/report/render-html';
import { renderMarkdown } from '../core/report/render-markdown';
import { type AnalysisMethods, analysisContract, analysisEvents, type View } from '../protocol/analysis';
import { createEmitter, type Handlers, type Port, serve } from '../protocol/rpc';
import { acceleratorChoices, searchZones } from './choices';
import { explainSettings } from '../core/scenario/settings/explain';
import { adviseOn, checkConfig, modulesOf } from './config-questions';
import { modelIn, partCard, partMarkdown, sectionOf, traceSection } from './comparing';
import { contentOf } from './content';
import { runOf } from './deployment';
import { possibleDivisions } from './divisions';
import { type OpenFile, openFile, type OpenTrace, traceIn } from './open-file';
import { type KnownRanks, openRanks } from './open-ranks';
import { FieldExplanations } from './field-explanations';
import { attempt } from './outcome';
import { openOther, TraceComparer } from './trace-comparer';
import { linesOf } from './source-lines';
import { timelineHandlers } from './timeline';
import { checkParts, setWorkspaceParts } from './parts';
import { planCarbon, planFilesOf } from './plan';
import { checkBudgets, compareVersions, newScenario, workloadFileOf } from './review';
import { summarizeConfig } from './summary';
import { SweepRunner } from './sweep';
import { WorkloadReader } from './workload-reader';

const portOf = (thread: NonNullable<typeof parentPort>): Port => ({
  postMessage: (message) => thread.postMessage(message),
  onMessage: (listener) => {
    thread.on('message', listener);
    return () => thread.off('message', listener);
  },
});

const start = (port: Port): void => {
  const { progress, sweepProgress, timelineProgress, argumentsProgress } = createEmitter(
    port,
    analysisEvents,
  );
  const sweeps = new SweepRunner(sweepProgress);
  const workloads = new WorkloadReader();
  const explanations = new FieldExplanations();
  let opened: OpenFile | undefined;
  let ranks: readonly OpenTrace[] = [];
  const knownRanks: KnownRanks = new Map();
  let comparer: TraceComparer | undefined;
  const file = (): OpenFile => {
    if (opened === undefined) throw new Problem('no file is open yet');
    return opened;
  };
  const document = (view: View): ReportDocument => fullDocument(contentOf(file(), view));
  const compared = (): TraceComparer => {
    if (comparer === undefined) throw new Problem('no other trace was chosen yet');
    return comparer;
  };
  const handlers: Handlers<AnalysisMethods> = {
    ...timelineHandlers(file, timelineProgress, argumentsProgress),
    checkConfig,
    advise: adviseOn,
    configOutline: ({ text, name }) => attempt(() => configOutline(text, name)),
    derivedNumbers: ({ text, name, beside }) =>
      attempt(() => derivedNumbers(text, name, givenBeside(beside))),
    moduleTree: (source, defaults) => attempt(() => modulesOf(source, defaults)),
    sizingField: ({ text, name }, module) => sizingField(text, name, module),
    summarizeConfig: (source, defaults) => attempt(() => summarizeConfig(source, defaults)),
    explainField: (source, offset) => explanations.at(source, offset),
    explainFields: (source) => explanations.all(source),
    explainSettings: ({ text, name }) => explainSettings(text, name),
    open: (source) =>
      attempt(async () => {
        opened = undefined;
        comparer = undefined;
        if (source.kind !== 'ranks') knownRanks.clear();
        ranks = source.kind === 'ranks' ? await openRanks(source, progress, knownRanks) : [];
        opened = source.kind === 'ranks' ? ranks[0] : await openFile(source, progress);
      }),
    chooseRank: (place) =>
      attempt(() => {
        const rank = ranks[place];
        if (rank === undefined) throw new Problem(`there is no rank at place ${place} of this folder`);
        comparer = undefined;
        opened = rank;
      }),
    content: (view) => attempt(() => contentOf(file(), view, comparer?.before)),
    markdown: (view) => attempt(() => renderMarkdown(document(view))),
    html: (view) => attempt(() => renderHtml(document(view))),
    page: (id) => attempt(() => traceIn(file()).page(id)),
    sourceLines: () => attempt(() => linesOf(traceIn(file()))),
    readOther: (before) =>
      attempt(async () => {
        const other = await openOther(before, progress);
        comparer = new TraceComparer(other, traceIn(file()));
      }),
    comparison: (view) => attempt(() => compared().blocks(view)),
    comparisonMarkdown: (view) => attempt(() => renderMarkdown(compared().document(view))),
    sweep: (request, view) => attempt(() => sweeps.run(modelIn(file()).model, request, view)),
    cancelSweep: () => sweeps.cancel(),
    divisions: (count, view) =>
      attempt(() => possibleDivisions(buildWorkload(modelIn(file()).model, runOf(view)), count)),
    section: (request, view) => attempt(() => sectionOf(file(), request, view)),
    againstTrace: (trace, view) => attempt(() => traceSection(file(), trace, view, progress)),
    partCard: (id) => attempt(() => partCard(id)),
    partMarkdown: (id) => attempt(() => partMarkdown(id)),
    setWorkspaceParts,
    checkParts,
    accelerators: acceleratorChoices,
    zones: searchZones,
    compareVersions: (before, after, defaults) => attempt(() => compareVersions(before, after, defaults)),
    workloadFileOf: (scenario) => attempt(() => workloadFileOf(scenario)),
    checkBudgets: (scenario, workload) => attempt(() => checkBudgets(scenario, workload, workloads)),
    planFilesOf: (scenario) => attempt(() => planFilesOf(scenario)),
    planCarbon: (request, defaults) => attempt(() => planCarbon(request, defaults, progress)),
    newScenario: (config, choice, defaults) => attempt(() => newScenario(config, choice, defaults)),
  };
  serve(port, analysisContract, handlers);
};

/** Answers whoever started this thread. */
export const main = (): void => {
  if (parentPort === null) throw new Error('this runs as a worker thread');
  start(portOf(parentPort));
};
