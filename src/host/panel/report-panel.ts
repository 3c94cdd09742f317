import { type Disposable, Uri, type WebviewPanel, window, workspace } from 'vscode';
import { hostContract, viewContract } from '../../protocol/contracts';
import type { ExportResult, HostMethods, SourcePlace, ViewEvents } from '../../protocol/methods';
import { createEmitter, type Handlers, type Listeners, type Port, serve } from '../../protocol/rpc';
import type { FileAnalysis } from '../analysis/file-analysis';
import { onFileChanged } from '../analysis/file-changes';
import { fileNameOf } from '../analysis/source';
import { showSource } from '../editor/show-source';
import type { CodeFiles } from '../traces/code-files';
import { compareWithTrace, copyComparison } from '../traces/compare-traces';
import { commandLine } from './command-line';
import { comparingHandlers } from './comparing';
import { copyText } from './copy-text';
import { timelineHandlers } from './timeline';
import type { ZoneSearch } from './zone-search';

const portOf = ({ webview }: WebviewPanel): Port => ({
  postMessage: (message) => void webview.postMessage(message),
  onMessage: (listener) => {
    const subscription = webview.onDidReceiveMessage(listener);
    return () => subscription.dispose();
  },
});

/** Ties a file's analysis to a webview, in a panel or in a custom editor. */
export class ReportPanel implements Disposable {
  private readonly disposables: readonly Disposable[];
  private readonly view: Listeners<ViewEvents>;
  /** The tab to show once the page stands. */
  private wanted: string | undefined;
  private stands = false;

  constructor(
    readonly analysis: FileAnalysis,
    private readonly panel: WebviewPanel,
    private readonly zones: ZoneSearch,
    private readonly code: CodeFiles,
  ) {
    const port = portOf(panel);
    const view = createEmitter(port, viewContract);
    this.view = view;
    this.disposables = [
      analysis,
      { dispose: serve(port, hostContract, this.handlers()) },
      analysis.onDidChange((state) => view.stateChanged(state)),
      analysis.onProgress((progress) => view.progress(progress)),
      analysis.onSweepProgress((state) => view.sweepProgress(state)),
      analysis.onTimelineProgress((fraction) => view.timelineProgress(fraction)),
      analysis.onArgumentsProgress((fraction) => view.argumentsProgress(fraction)),
      onFileChanged(analysis.uri, () => void analysis.load()),
    ];
  }

  get active(): boolean {
    return this.panel.active;
  }

  reveal(preserveFocus: boolean): void {
    this.panel.reveal(undefined, preserveFocus);
  }

  /** Shows one of the page's tabs, now or as soon as the page is there. */
  showTab(id: string): void {
    this.wanted = id;
    if (this.stands) this.tellTab();
  }

  private tellTab(): void {
    this.stands = true;
    if (this.wanted !== undefined) this.view.showTab(this.wanted);
    this.wanted = undefined;
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }

  private handlers(): Handlers<HostMethods> {
    const { analysis } = this;
    return {
      ...timelineHandlers(analysis),
      ...comparingHandlers(analysis),
      ready: () => {
        this.tellTab();
        return analysis.state;
      },
      setDeployment: (change) => analysis.setDeployment(change),
      setGrouping: (grouping) => analysis.setGrouping(grouping),
      page: (id) => analysis.page(id),
      chooseTrace: async () => {
        await compareWithTrace(analysis);
        return analysis.state;
      },
      chooseRank: (place) => analysis.chooseRank(place),
      comparison: () => analysis.comparison(),
      copyComparison: () => copyComparison(analysis),
      codeInWorkspace: (places) => this.code.among(places),
      openCode: (places) => this.code.open(places),
      searchZones: (query) => this.zones(query),
      copyEvent: async (row) =>
        copyText(await analysis.ask((worker) => worker.eventMarkdown(row)), 'event as Markdown'),
      copyMarkdown: async () => copyText(await analysis.markdown(), 'report as Markdown'),
      copyAsCommand: async () => {
        const line = commandLine(
          workspace.asRelativePath(analysis.uri),
          await analysis.content(),
          analysis.view,
        );
        await copyText(line, 'command line');
      },
      exportHtml: () => this.exportHtml(),
      cancel: () => analysis.cancel(),
      openSource: (place: SourcePlace) => showSource(analysis.uri, place),
    };
  }

  private async exportHtml(): Promise<ExportResult> {
    const { uri } = this.analysis;
    const html = await this.analysis.html();
    const defaultUri = Uri.joinPath(uri, '..', `${fileNameOf(uri)}.wattlens.html`);
    const target = await window.showSaveDialog({ defaultUri, filters: { HTML: ['html'] } });
    if (target === undefined) return {};
    await workspace.fs.writeFile(target, new TextEncoder().encode(html));
    return { savedAs: fileNameOf(target) };
  }
}
