import {
  type DecorationOptions,
  type Disposable,
  MarkdownString,
  Range,
  type TextDocument,
  type TextDocumentChangeEvent,
  type TextEditor,
  ThemeColor,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { type LineNote, lineNotes } from '../../core/report/line-notes';
import { movedLine } from '../../core/text/moved-lines';
import { placeLines } from '../../core/traces/place-lines';
import type { Config } from '../config';
import type { LineTimes, LoadedTimes } from './line-times';

/** A file that was written this much later than the trace was changed after it: both are written at once by a checkout. */
const TOLERANCE_MILLISECONDS = 60_000;
const CHANGED = ' · file changed since';

/** The text of a document as it was when its lines were first looked at, and where they are now. */
interface Tracked {
  readonly text: string;
  now: string;
  /** Of each line its line now, counted from 0; undefined where its text was touched. */
  lines: readonly (number | undefined)[];
  /** What stands beside lines of `text`; absent until it is asked for. */
  notes?: readonly LineNote[];
  /** Whether the file is another than the one that ran. */
  changed: boolean;
}

/** Device time, host time and carbon behind the lines of Python files, for as long as they are those that ran. */
export class LineDecorations implements Disposable {
  private readonly type = window.createTextEditorDecorationType({
    after: { color: new ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 3em' },
  });
  private readonly documents = new Map<string, Tracked>();
  private readonly subscriptions: readonly Disposable[];

  constructor(
    private readonly times: LineTimes,
    private readonly config: Config,
  ) {
    this.subscriptions = [
      this.type,
      times.onDidChange(() => this.begin()),
      config.onDidChange(() => void this.refresh()),
      window.onDidChangeVisibleTextEditors(() => void this.refresh()),
      workspace.onDidChangeTextDocument((event) => this.follow(event)),
      workspace.onDidCloseTextDocument(({ uri }) => this.documents.delete(uri.toString())),
    ];
    void this.refresh();
  }

  /** The notes beside a file's lines, counted from 1. */
  shown(uri: Uri): readonly LineNote[] {
    const tracked = this.documents.get(uri.toString());
    return this.isOn(uri) && tracked !== undefined ? textsOf(tracked) : [];
  }

  /** Reads the chosen trace when the first Python file is seen, and puts its times beside what is seen. */
  async refresh(): Promise<void> {
    const editors = window.visibleTextEditors.filter(({ document }) => document.languageId === 'python');
    if (editors.some(({ document }) => this.isOn(document.uri)) && this.times.loaded === undefined) {
      // What is wrong with a trace is told where it is chosen.
      await this.times.read().catch(() => undefined);
      return;
    }
    for (const editor of editors) await this.decorate(editor);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private isOn(uri: Uri): boolean {
    return this.config.lineTimesEnabled(uri);
  }

  private begin(): void {
    for (const [key, tracked] of this.documents) {
      if (tracked.now === tracked.text) this.documents.delete(key);
      // What was edited since is told by where lines went, not by the text of now.
      else delete tracked.notes;
    }
    void this.refresh();
  }

  private async decorate(editor: TextEditor): Promise<void> {
    const { document } = editor;
    const { loaded } = this.times;
    const key = document.uri.toString();
    const rows = loaded?.files.get(key);
    if (!this.isOn(document.uri) || loaded === undefined || rows === undefined) {
      editor.setDecorations(this.type, []);
      return;
    }
    const tracked = this.documents.get(key) ?? track(document);
    this.documents.set(key, tracked);
    if (tracked.notes === undefined) {
      const later = await isLater(document, loaded);
      const placed = placeLines(rows, tracked.text.split(/\r?\n/));
      tracked.notes = lineNotes(placed.lines, loaded.trace);
      tracked.changed = placed.changed || later;
    }
    editor.setDecorations(
      this.type,
      textsOf(tracked).map((note) => decorationOf(document, note)),
    );
  }

  /** Lines take their notes along; a line whose text was touched loses it, and gets it back when that is undone. */
  private follow({ document, contentChanges }: TextDocumentChangeEvent): void {
    const tracked = this.documents.get(document.uri.toString());
    if (tracked === undefined || contentChanges.length === 0) return;
    const lines = afterChanges(tracked, contentChanges);
    tracked.now = document.getText();
    tracked.lines = tracked.now === tracked.text ? linesOf(document) : lines;
    for (const editor of window.visibleTextEditors)
      if (editor.document === document) void this.decorate(editor);
  }
}

const linesOf = ({ lineCount }: TextDocument): readonly number[] =>
  Array.from({ length: lineCount }, (_, line) => line);

const track = (document: TextDocument): Tracked => {
  const text = document.getText();
  return { text, now: text, lines: linesOf(document), changed: false };
};

const isLater = async ({ uri }: TextDocument, { writtenAt }: LoadedTimes): Promise<boolean> => {
  try {
    return (await workspace.fs.stat(uri)).mtime > writtenAt + TOLERANCE_MILLISECONDS;
  } catch {
    // A document without a file has no time to compare.
    return false;
  }
};

/** All changes of an event are of the text before it; from its end on, none moves what another is about. */
const afterChanges = (
  { lines, now }: Tracked,
  changes: TextDocumentChangeEvent['contentChanges'],
): Tracked['lines'] => {
  const edits = [...changes]
    .sort((a, b) => b.rangeOffset - a.rangeOffset)
    .map(({ range: { start, end }, text, rangeOffset }) => ({
      start,
      end,
      text,
      startsAtLineEnd: /^(\r?\n|$)/.test(now.slice(rangeOffset, rangeOffset + 2)),
    }));
  return lines.map((line) =>
    edits.reduce<number | undefined>(
      (place, edit) => (place === undefined ? undefined : movedLine(place, edit)),
      line,
    ),
  );
};

const textsOf = ({ notes = [], lines, changed }: Tracked): readonly LineNote[] =>
  notes.flatMap((note) => {
    const line = lines[note.line - 1];
    if (line === undefined) return [];
    const warning = changed
      ? '**The file has changed since the trace was recorded;** what ran may have been another text.\n\n'
      : line + 1 === note.line
        ? ''
        : `Recorded at line ${note.line}; the file was edited since.\n\n`;
    return [
      { line: line + 1, text: changed ? note.text + CHANGED : note.text, details: warning + note.details },
    ];
  });

const decorationOf = (document: TextDocument, { line, text, details }: LineNote): DecorationOptions => {
  const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(Math.min(line, document.lineCount) - 1);
  const code = new Range(range.start.translate(0, firstNonWhitespaceCharacterIndex), range.end);
  const hoverMessage = new MarkdownString(
    `${details}\n[Open the trace](command:wattlens.openLineTrace) · [Hide](command:wattlens.toggleLineTimes)`,
  );
  hoverMessage.isTrusted = { enabledCommands: ['wattlens.openLineTrace', 'wattlens.toggleLineTimes'] };
  return { range: code, hoverMessage, renderOptions: { after: { contentText: text } } };
};
