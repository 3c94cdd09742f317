import assert from 'node:assert/strict';
import {
  commands,
  Position,
  Range,
  type TextDocument,
  type Uri,
  ViewColumn,
  window,
  workspace,
  WorkspaceEdit,
} from 'vscode';
import { MODEL, traceOfProgram, TRAIN } from '../support/profiled-program';
import { setting } from './repository';
import { closeAll, eventually, extension, sample, takeSecondOfEach } from './support';

const FOLDER = 'line-times';
const TRACE = `${FOLDER}/train.pt.trace.json`;

const write = async (path: string, text: string): Promise<Uri> => {
  const uri = sample(path);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
};

const show = async (path: string): Promise<TextDocument> => {
  const document = await workspace.openTextDocument(sample(path));
  await window.showTextDocument(document);
  return document;
};

/** [line, text] of what stands beside the code. */
const notes = ({ uri }: TextDocument): readonly (readonly [number, string])[] =>
  extension()
    .exports.lineNotes(uri)
    .map(({ line, text }) => [line, text]);

const linesOf = (document: TextDocument): readonly number[] => notes(document).map(([line]) => line);

const shownIn = (document: TextDocument) =>
  eventually('notes beside the code', () => (notes(document).length === 0 ? undefined : notes(document)));

const noneIn = (document: TextDocument) =>
  eventually('no notes', () => (notes(document).length === 0 ? true : undefined));

const edit = async (change: (edit: WorkspaceEdit) => void): Promise<void> => {
  const made = new WorkspaceEdit();
  change(made);
  await workspace.applyEdit(made);
};

describe('times beside the code', () => {
  let trace: Uri;
  before(async () => {
    await extension().activate();
    await write(`${FOLDER}/model.py`, MODEL);
    await write(`${FOLDER}/train.py`, TRAIN);
    trace = await write(TRACE, traceOfProgram(30));
  });
  beforeEach(async () => {
    await commands.executeCommand('wattlens.chooseLineTrace', trace);
  });
  afterEach(async () => {
    await setting('wattlens', 'lineTimes.enabled', undefined);
    await closeAll();
  });
  after(() => workspace.fs.delete(sample(FOLDER), { recursive: true }));

  it('stand behind functions and the lines that call, with carbon', async () => {
    const train = await show(`${FOLDER}/train.py`);
    const [main, call, module] = await shownIn(train);
    assert.equal(main?.[0], 3);
    assert.match(main[1], /^device 30\.0 µs · host 100 µs · [\d.]+ [nµm]g CO2e per step$/);
    assert.equal(call?.[0], 4);
    assert.match(call[1], /^device 30\.0 µs · host 50\.0 µs · /);
    assert.equal(module?.[0], 7);
    const model = await show(`${FOLDER}/model.py`);
    const [forward, linear, ...others] = await shownIn(model);
    assert.deepEqual([forward?.[0], linear?.[0], others], [2, 3, []]);
    assert.match(linear?.[1] ?? '', /^device 30\.0 µs · host 20\.0 µs · /);
    const [details] = extension()
      .exports.lineNotes(model.uri)
      .filter(({ line }) => line === 3)
      .map((note) => note.details);
    assert.match(details ?? '', /\| aten::linear \| 1 \| 30\.0 µs \| 16\.0 µs \|/);
    assert.match(details ?? '', /on 1 × h100-sxm5/);
  });

  it('come and go by a command, which remembers the trace', async () => {
    const model = await show(`${FOLDER}/model.py`);
    await shownIn(model);
    await commands.executeCommand('wattlens.toggleLineTimes');
    await noneIn(model);
    await commands.executeCommand('wattlens.toggleLineTimes');
    assert.equal((await shownIn(model)).length, 2);
  });

  it('move with their lines, go with an edit of them, and come back when it is undone', async () => {
    const model = await show(`${FOLDER}/model.py`);
    await shownIn(model);
    const { uri } = model;
    await edit((change) => change.insert(uri, new Position(0, 0), '# new\n'));
    await eventually('moved notes', () => (linesOf(model)[0] === 3 ? true : undefined));
    assert.deepEqual(linesOf(model), [3, 4]);
    await edit((change) => change.replace(uri, new Range(3, 8, 3, 14), 'yield'));
    await eventually('one note', () => (linesOf(model).length === 1 ? true : undefined));
    assert.deepEqual(linesOf(model), [3]);
    await edit((change) => change.replace(uri, new Range(0, 0, model.lineCount, 0), MODEL));
    await eventually('all notes', () => (linesOf(model).length === 2 ? true : undefined));
    assert.deepEqual(linesOf(model), [2, 3]);
    await commands.executeCommand('workbench.action.files.revert');
  });

  it('are not shown in another text than the one that ran', async () => {
    await write(`${FOLDER}/moved.py`, `import os\n\n${MODEL}`);
    const other = await write(
      `${FOLDER}/moved.pt.trace.json`,
      traceOfProgram(30).replaceAll('model.py', 'moved.py'),
    );
    await commands.executeCommand('wattlens.chooseLineTrace', other);
    const moved = await show(`${FOLDER}/moved.py`);
    // Both are seen at once, so the one has been looked at when the other shows its times.
    const train = await workspace.openTextDocument(sample(`${FOLDER}/train.py`));
    await window.showTextDocument(train, { viewColumn: ViewColumn.Beside });
    await shownIn(train);
    assert.ok(window.visibleTextEditors.some(({ document }) => document === moved));
    assert.deepEqual(notes(moved), []);
  });

  it('say so where the file was written after the trace', async () => {
    const later = new TextEncoder().encode(traceOfProgram(30));
    const old = await write(`${FOLDER}/old.pt.trace.json`, new TextDecoder().decode(later));
    const { utimes } = await import('node:fs/promises');
    await utimes(old.fsPath, new Date(0), new Date(0));
    await commands.executeCommand('wattlens.chooseLineTrace', old);
    const model = await show(`${FOLDER}/model.py`);
    const [first] = await shownIn(model);
    assert.match(first?.[1] ?? '', / · file changed since$/);
  });

  it('are not shown where several files may be meant', async () => {
    await write(`${FOLDER}/copy/model.py`, MODEL);
    await write(`${FOLDER}/copy/train.py`, TRAIN);
    try {
      const model = await show(`${FOLDER}/model.py`);
      await noneIn(model);
    } finally {
      await workspace.fs.delete(sample(`${FOLDER}/copy`), { recursive: true });
    }
    const model = await show(`${FOLDER}/model.py`);
    assert.equal((await shownIn(model)).length, 2);
  });

  it('follow the trace when it is written anew', async () => {
    const model = await show(`${FOLDER}/model.py`);
    await shownIn(model);
    await write(TRACE, traceOfProgram(60));
    await eventually('the new time', () =>
      (notes(model)[1]?.[1] ?? '').startsWith('device 60.0 µs') ? true : undefined,
    );
    await write(TRACE, '{');
    await noneIn(model);
    await write(TRACE, traceOfProgram(30));
    assert.equal((await shownIn(model)).length, 2);
  });

  it('are for the hardware that is chosen in the panel of their trace', async () => {
    const model = await show(`${FOLDER}/model.py`);
    await shownIn(model);
    const details = (): string =>
      extension()
        .exports.lineNotes(model.uri)
        .map((note) => note.details)
        .join('\n');
    assert.match(details(), /on 1 × h100-sxm5/);
    await commands.executeCommand('wattlens.openLineTrace');
    // The panel has read the trace when it is copied, so that the first question is up before it is answered.
    await commands.executeCommand('wattlens.copyMarkdown', trace);
    await takeSecondOfEach('wattlens.whatIf', trace);
    await eventually('notes for other hardware', () =>
      details() !== '' && !details().includes('on 1 × h100-sxm5') ? true : undefined,
    );
  });
});
