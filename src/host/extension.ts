import { loadStart } from './load-time';
import { type ExtensionContext, languages, Uri, window } from 'vscode';
import type { LineNote } from '../core/report/line-notes';
import { AnalysisWorker, type ThreadProgram } from './analysis/analysis-worker';
import { FileAnalysis } from './analysis/file-analysis';
import { FileMemory } from './analysis/file-memory';
import { registerCommands } from './commands/commands';
import { registerOpenTraceFolder } from './commands/open-trace-folder';
import { Config } from './config';
import { ConfigLensProvider } from './editor/code-lens';
import { CONFIG_DOCUMENTS, ConfigDocuments } from './editor/config-documents';
import { showConfigProblems } from './editor/diagnostics';
import { FieldHoverProvider, SettingHoverProvider, SETTINGS_DOCUMENTS } from './editor/hover';
import { QUICK_FIX_KINDS, QuickFixProvider } from './editor/quick-fixes';
import { DerivedNumbersProvider } from './editor/inlay-hints';
import { ConfigOutlineProvider } from './editor/outline';
import { TRACE_VIEW_TYPES, TraceEditor } from './editor/trace-editor';
import { GitFiles } from './git/git-files';
import { registerHardwareCommands } from './hardware/commands';
import { PARTS_DOCUMENTS, showPartsProblems } from './hardware/parts-diagnostics';
import { PartsLanguage } from './hardware/parts-language';
import { WorkspaceParts } from './hardware/workspace-parts';
import type { ModelView } from './model-view/model-view';
import { registerModelView } from './model-view/register';
import { PANEL_VIEW_TYPE, Panels } from './panel/panels';
import type { ZoneSearch } from './panel/zone-search';
import { registerReviewCommands } from './review/commands';
import { CarbonComparison } from './review/compare-carbon';
import { ReviewDocuments } from './review/review-documents';
import { ScenarioMaker } from './scenario/new-scenario';
import { CarbonPlanner } from './scenario/plan-carbon';
import { showScenarioProblems } from './scenario/scenario-diagnostics';
import { SCENARIO_DOCUMENTS, ScenarioChecks } from './scenario/scenario-documents';
import { ScenarioLanguage } from './scenario/scenario-language';
import { CodeFiles } from './traces/code-files';
import { registerTraceCommands } from './traces/commands';
import { LineDecorations } from './traces/line-decorations';
import { LineTimes } from './traces/line-times';

/** What the extension tells others, and its tests. */
export interface WattlensApi {
  /** Time our own code took, to load and to register everything. */
  readonly activationMilliseconds: number;
  /** What stands beside the lines of a Python file. */
  readonly lineNotes: (uri: Uri) => readonly LineNote[];
  /** What the Model view shows. */
  readonly modelView: ModelView;
}

const loadMilliseconds = performance.now() - loadStart;

export const activate = (context: ExtensionContext): WattlensApi => {
  const start = performance.now();
  const program: ThreadProgram = {
    script: Uri.joinPath(context.extensionUri, 'dist', 'worker.js').fsPath,
    codeFolder: Uri.joinPath(context.globalStorageUri, 'code').fsPath,
  };
  const config = new Config();
  const parts = new WorkspaceParts();
  const memory = new FileMemory(context.workspaceState);
  const editorWorker = new AnalysisWorker(program, parts);
  const configs = new ConfigDocuments(editorWorker, config);
  const zones: ZoneSearch = (query) => editorWorker.remote.zones(query);
  const analyse = (uri: Uri): FileAnalysis =>
    new FileAnalysis(uri, new AnalysisWorker(program, parts), config, memory);
  const code = new CodeFiles();
  const panels = new Panels(context.extensionUri, analyse, zones, code);
  const times = new LineTimes(context.workspaceState, analyse, panels, code, config);
  const decorations = new LineDecorations(times, config);
  const git = new GitFiles();
  const lenses = new ConfigLensProvider(configs, editorWorker, config, git);
  const fields = new FieldHoverProvider(configs, editorWorker);
  const settings = new SettingHoverProvider(editorWorker);
  const derived = new DerivedNumbersProvider(configs, editorWorker, config);
  const model = registerModelView(configs, editorWorker, config);
  const traces = new TraceEditor(panels);
  const scenarioWorker = new AnalysisWorker(program, parts);
  const checks = new ScenarioChecks(scenarioWorker);
  const language = new ScenarioLanguage(editorWorker);
  const partsLanguage = new PartsLanguage(editorWorker);
  const reviews = new ReviewDocuments();
  const comparison = new CarbonComparison(editorWorker, git, config, reviews);
  const maker = new ScenarioMaker(editorWorker, configs, config);
  const planner = new CarbonPlanner(new AnalysisWorker(program, parts), config, reviews);

  context.subscriptions.push(
    ...[config, configs, editorWorker, scenarioWorker, panels, lenses, git, reviews, derived, planner],
    ...[code, times, decorations, fields, settings],
    languages.registerCodeLensProvider(CONFIG_DOCUMENTS, lenses),
    languages.registerHoverProvider(CONFIG_DOCUMENTS, fields),
    languages.registerHoverProvider(SETTINGS_DOCUMENTS, settings),
    showConfigProblems(configs, config, Uri.joinPath(context.extensionUri, 'docs', 'advice.md')),
    showScenarioProblems(checks),
    parts,
    parts.onDidApply(() => config.touch()),
    showPartsProblems(editorWorker),
    registerHardwareCommands(editorWorker, reviews),
    languages.registerCompletionItemProvider(PARTS_DOCUMENTS, partsLanguage),
    languages.registerHoverProvider(PARTS_DOCUMENTS, partsLanguage),
    languages.registerCompletionItemProvider(SCENARIO_DOCUMENTS, language),
    languages.registerHoverProvider(SCENARIO_DOCUMENTS, language),
    registerReviewCommands({ panels, comparison, reviews, checks, maker, planner }),
    languages.registerCodeActionsProvider(CONFIG_DOCUMENTS, new QuickFixProvider(configs), QUICK_FIX_KINDS),
    languages.registerDocumentSymbolProvider(
      CONFIG_DOCUMENTS,
      new ConfigOutlineProvider(configs, editorWorker),
      {
        label: 'Wattlens',
      },
    ),
    languages.registerInlayHintsProvider(CONFIG_DOCUMENTS, derived),
    model.registration,
    registerCommands(panels, zones),
    registerOpenTraceFolder(panels),
    registerTraceCommands({ panels, times, config }),
    window.registerWebviewPanelSerializer(PANEL_VIEW_TYPE, panels),
    ...TRACE_VIEW_TYPES.map((viewType) =>
      window.registerCustomEditorProvider(viewType, traces, { supportsMultipleEditorsPerDocument: true }),
    ),
  );
  return {
    activationMilliseconds: loadMilliseconds + performance.now() - start,
    lineNotes: (uri) => decorations.shown(uri),
    modelView: model.view,
  };
};
