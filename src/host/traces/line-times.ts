import { type Disposable, EventEmitter, type Memento, Uri, workspace } from 'vscode';
import type { NotedTrace } from '../../core/report/line-notes';
import type { SourceLinesReport, SourceLineTimes } from '../../core/traces/analysis/source-lines';
import { isLibraryPath } from '../../core/traces/source-places';
import type { PanelContent } from '../../protocol/panel-state';
import type { FileAnalysis } from '../analysis/file-analysis';
import { onFileChanged } from '../analysis/file-changes';
import { fileNameOf } from '../analysis/source';
import type { Config } from '../config';
import type { Panels } from '../panel/panels';
import { showProgress } from '../panel/show-progress';
import type { CodeFiles } from './code-files';

/** The times of a trace, by the workspace's files. */
export interface LoadedTimes {
  readonly uri: Uri;
  readonly trace: NotedTrace;
  /** Part of the device time that was launched under Python functions. */
  readonly attributed: number;
  /** When the trace was written, in milliseconds since 1970. */
  readonly writtenAt: number;
  /** By the files' addresses. */
  readonly files: ReadonlyMap<string, readonly SourceLineTimes[]>;
  /** Paths of the trace that several files of the workspace may be meant by. */
  readonly ambiguous: readonly string[];
}

const KEY = 'lineTimes.trace';

/** The trace whose times stand beside the code: which it is, and what it says. */
export class LineTimes implements Disposable {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  /** The reading that was begun last; it may have failed. */
  private current: { readonly address: string; readonly times: Promise<LoadedTimes> } | undefined;
  private times: LoadedTimes | undefined;
  private watcher: Disposable | undefined;
  /** The settings that carbon was computed with. */
  private basis = '';
  private readonly subscriptions: readonly Disposable[];

  constructor(
    private readonly state: Memento,
    private readonly analyse: (uri: Uri) => FileAnalysis,
    private readonly panels: Panels,
    private readonly code: CodeFiles,
    private readonly config: Config,
  ) {
    const again = (): void => {
      if (this.times !== undefined) this.reload(this.times.uri);
    };
    this.subscriptions = [
      code.onDidChange(again),
      panels.onDidChange((analysis) => this.follow(analysis)),
      config.onDidChange(() => {
        if (this.times !== undefined && this.basisOf(this.times.uri) !== this.basis) again();
      }),
    ];
  }

  /** The trace that was chosen last in this workspace. */
  get chosen(): Uri | undefined {
    const address = this.state.get<string>(KEY);
    return address === undefined ? undefined : Uri.parse(address, true);
  }

  /** What is read. */
  get loaded(): LoadedTimes | undefined {
    return this.times;
  }

  /** Reads a trace and remembers it. @throws Error that says why it has no times of lines. */
  async choose(uri: Uri): Promise<LoadedTimes> {
    const times = await this.load(uri);
    await this.state.update(KEY, uri.toString());
    return times;
  }

  /** The chosen trace, read once; undefined where none was chosen. @throws what its reading failed with. */
  async read(): Promise<LoadedTimes | undefined> {
    const uri = this.chosen;
    if (uri === undefined) return undefined;
    return this.current?.address === uri.toString() ? this.current.times : this.load(uri);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.watcher?.dispose();
    this.changed.dispose();
  }

  /** What cannot be read now, while it is written perhaps, shows nothing until it changes again. */
  private reload(uri: Uri): void {
    this.load(uri).catch(() => {
      this.times = undefined;
      this.changed.fire();
    });
  }

  private async load(uri: Uri): Promise<LoadedTimes> {
    this.basis = this.basisOf(uri);
    const mine = { address: uri.toString(), times: this.timesOf(uri) };
    this.current = mine;
    const times = await mine.times;
    if (this.current !== mine) return times;
    this.times = times;
    this.watcher?.dispose();
    this.watcher = onFileChanged(uri, () => this.reload(uri));
    this.changed.fire();
    return times;
  }

  /** What is chosen in the trace's panel, its hardware and grid, is what the notes are for. */
  private follow({ uri, state: { status } }: FileAnalysis): void {
    const { times } = this;
    if (times === undefined || status.kind !== 'ready' || uri.toString() !== times.uri.toString()) return;
    const { carbon: _, carbonOf: __, ...measured } = times.trace;
    const trace = { ...measured, ...carbonIn(status.content) };
    if (JSON.stringify(trace) === JSON.stringify(times.trace)) return;
    this.times = { ...times, trace };
    this.changed.fire();
  }

  private basisOf(uri: Uri): string {
    return JSON.stringify(this.config.defaults(uri));
  }

  /** A panel's thread has the trace already; one of our own ends when it has answered. */
  private async timesOf(uri: Uri): Promise<LoadedTimes> {
    const shown = this.panels.find(uri)?.analysis;
    const analysis = shown ?? this.analyse(uri);
    try {
      if (shown === undefined) showProgress(analysis, analysis.load());
      const content = await analysis.content();
      const report = await analysis.ask((worker) => worker.sourceLines());
      return {
        uri,
        ...(await this.filesOf(report)),
        ...figuresOf(uri, report, content),
        writtenAt: await writtenAt(uri),
      };
    } finally {
      if (shown === undefined) analysis.dispose();
    }
  }

  private async filesOf({ lines }: SourceLinesReport): Promise<Pick<LoadedTimes, 'files' | 'ambiguous'>> {
    const own = lines.filter(({ file }) => !isLibraryPath(file));
    const found = await this.code.find([...new Set(own.map(({ file }) => file))]);
    const files = new Map<string, SourceLineTimes[]>();
    for (const row of own) {
      const uris = found.get(row.file) ?? [];
      const [uri] = uris;
      if (uri === undefined || uris.length > 1) continue;
      files.set(uri.toString(), [...(files.get(uri.toString()) ?? []), row]);
    }
    return { files, ambiguous: [...found].filter(([, uris]) => uris.length > 1).map(([path]) => path) };
  }
}

const figuresOf = (
  uri: Uri,
  { steps, hostSeconds, deviceSeconds, deviceUnderPython }: SourceLinesReport,
  content: PanelContent,
): Pick<LoadedTimes, 'trace' | 'attributed'> => ({
  trace: {
    name: fileNameOf(uri),
    ...(steps === undefined ? {} : { steps }),
    hostSeconds,
    deviceSeconds,
    ...carbonIn(content),
  },
  attributed: deviceSeconds === 0 ? 0 : deviceUnderPython / deviceSeconds,
});

/** Nothing where the trace has no estimate. */
const carbonIn = ({ estimate, choices }: PanelContent): Pick<NotedTrace, 'carbon' | 'carbonOf'> => {
  const carbon = estimate?.carbon.total;
  if (estimate === undefined || carbon === undefined) return {};
  const { accelerator, count } = estimate.deployment;
  return {
    carbon,
    carbonOf: `${count} × ${accelerator}, grid ${choices.zone.label}`,
  };
};

const writtenAt = async (uri: Uri): Promise<number> => (await workspace.fs.stat(uri)).mtime;
