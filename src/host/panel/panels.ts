import {
  type Disposable,
  EventEmitter,
  Uri,
  ViewColumn,
  type WebviewPanel,
  type WebviewPanelSerializer,
  window,
} from 'vscode';
import type { FileAnalysis } from '../analysis/file-analysis';
import { fileNameOf } from '../analysis/source';
import type { CodeFiles } from '../traces/code-files';
import { panelHtml, webviewRoot } from './panel-html';
import { ReportPanel } from './report-panel';
import { showProgress } from './show-progress';
import type { ZoneSearch } from './zone-search';

export const PANEL_VIEW_TYPE = 'wattlens.report';

const uriIn = (state: unknown): Uri | undefined =>
  typeof state === 'object' && state !== null && 'uri' in state && typeof state.uri === 'string'
    ? Uri.parse(state.uri, true)
    : undefined;

/** All report panels: at most one of its own per file, and those inside custom editors. */
export class Panels implements WebviewPanelSerializer, Disposable {
  private readonly panels = new Map<WebviewPanel, ReportPanel>();
  private readonly changed = new EventEmitter<FileAnalysis>();
  /** A panel shows something else than before. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly extension: Uri,
    private readonly analyse: (uri: Uri) => FileAnalysis,
    private readonly zones: ZoneSearch,
    private readonly code: CodeFiles,
  ) {}

  /** The panel that has the focus, if one has. */
  get active(): ReportPanel | undefined {
    return [...this.panels.values()].find((panel) => panel.active);
  }

  find(uri: Uri): ReportPanel | undefined {
    return [...this.panels.values()].find(({ analysis }) => analysis.uri.toString() === uri.toString());
  }

  /**
   * Shows the panel of a file beside it, a new one where there is none. Who asks something next leaves the focus where it
   * is: a panel would take it away from the question.
   */
  show(uri: Uri, { preserveFocus = false } = {}): ReportPanel {
    const known = this.find(uri);
    if (known !== undefined) {
      known.reveal(preserveFocus);
      return known;
    }
    const viewColumn = window.activeTextEditor === undefined ? ViewColumn.Active : ViewColumn.Beside;
    const title = `Wattlens: ${fileNameOf(uri)}`;
    return this.attach(uri, window.createWebviewPanel(PANEL_VIEW_TYPE, title, { viewColumn, preserveFocus }));
  }

  /** Fills a webview, ours or a custom editor's, with the report of a file. */
  attach(uri: Uri, panel: WebviewPanel): ReportPanel {
    panel.webview.options = { enableScripts: true, localResourceRoots: [webviewRoot(this.extension)] };
    panel.iconPath = {
      light: Uri.joinPath(this.extension, 'media', 'panel-light.svg'),
      dark: Uri.joinPath(this.extension, 'media', 'panel-dark.svg'),
    };
    const report = new ReportPanel(this.analyse(uri), panel, this.zones, this.code);
    this.panels.set(panel, report);
    const subscription = report.analysis.onDidChange(() => this.changed.fire(report.analysis));
    panel.onDidDispose(() => {
      this.panels.delete(panel);
      subscription.dispose();
      report.dispose();
    });
    showProgress(report.analysis, report.analysis.load());
    panel.webview.html = panelHtml(panel.webview, this.extension);
    return report;
  }

  /** After a restart of the window. */
  deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const uri = uriIn(state);
    if (uri === undefined) panel.dispose();
    else this.attach(uri, panel);
    return Promise.resolve();
  }

  dispose(): void {
    for (const panel of this.panels.keys()) panel.dispose();
    this.changed.dispose();
  }
}
