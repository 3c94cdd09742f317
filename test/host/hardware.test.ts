import assert from 'node:assert/strict';
import {
  commands,
  CompletionItemKind,
  type CompletionList,
  DiagnosticSeverity,
  languages,
  Position,
  TabInputWebview,
  Uri,
  window,
  workspace,
} from 'vscode';
import { closeAll, eventually, sample } from './support';

const CONFIG = 'configs/llama-8b/config.json';
const FOLDER = '.wattlens';
const PARTS = `${FOLDER}/hardware/own.yaml`;

const correction = (watts: string): string =>
  `parts:\n  - id: h100-sxm5\n    tdpWatts: { value: ${watts}, kind: user, source: our rack }\n`;

const write = (text: string): Thenable<void> =>
  workspace.fs.writeFile(sample(PARTS), new TextEncoder().encode(text));

/** The card of a part, as the document behind its preview has it. */
const card = async (): Promise<string> => {
  await commands.executeCommand('wattlens.showAccelerator', 'h100');
  const uri = Uri.from({ scheme: 'wattlens-review', path: '/NVIDIA H100 SXM5 80GB (h100-sxm5).md' });
  return (await workspace.openTextDocument(uri)).getText();
};

describe('the catalogue in the editor', () => {
  afterEach(async () => {
    await closeAll();
    await workspace.fs.delete(sample(FOLDER), { recursive: true, useTrash: false }).then(
      () => undefined,
      () => undefined,
    );
  });

  it('shows the card of a part, level by level, with its sources', async () => {
    const text = await card();
    for (const level of ['Block', 'Accelerator', 'Node', 'System'])
      assert.ok(text.includes(`### ${level}\n`), `${level} is not in the card`);
    assert.match(text, /\[[^\]]*arXiv 2605\.23918[^\]]*\]\(https:\/\/arxiv\.org\/abs\/2605\.23918\)/);
  });

  it('takes up parts that the workspace corrects, and lets them go again', async () => {
    assert.match(await card(), /TDP \| 700 W/);
    await write(correction('650'));
    await eventually('the correction', async () => (/TDP \| 650 W/.test(await card()) ? true : undefined));
    await workspace.fs.delete(sample(FOLDER), { recursive: true, useTrash: false });
    await eventually('the datasheet', async () => (/TDP \| 700 W/.test(await card()) ? true : undefined));
  });

  it('marks the line of a file of parts that is wrong, and counts without it', async () => {
    await write(correction('much'));
    await window.showTextDocument(await workspace.openTextDocument(sample(PARTS)));
    const [found] = await eventually('the diagnostic', () => {
      const all = languages.getDiagnostics(sample(PARTS)).filter(({ source }) => source === 'Wattlens');
      return all.length > 0 ? all : undefined;
    });
    assert.equal(found?.severity, DiagnosticSeverity.Error);
    assert.equal(found.range.start.line, 2);
    assert.match(found.message, /it should be a number/);
    assert.match(await card(), /TDP \| 700 W/);
  });

  it('completes what may be written in a file of parts, and tells what it means', async () => {
    await write('parts:\n  - id: h100-sxm5\n    \n');
    const { uri } = await workspace.openTextDocument(sample(PARTS));
    const at = (line: number, character: number) =>
      commands.executeCommand<CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        new Position(line, character),
      );
    const fields = (await at(2, 4)).items.filter(({ kind }) => kind === CompletionItemKind.Property);
    assert.ok(fields.some(({ label, detail }) => label === 'tdpWatts' && detail === 'W'));
    assert.ok(!fields.some(({ label }) => label === 'id'), 'id stands there already');
    const ids = (await at(1, 8)).items;
    assert.ok(ids.some(({ label, detail }) => label === 'mi300x' && detail?.startsWith('corrects')));
  });

  it('sweeps from the palette in the panel of the file', async () => {
    await commands.executeCommand('wattlens.sweep', sample(CONFIG));
    const labels = await eventually('the panel', () => {
      const tabs = window.tabGroups.all
        .flatMap(({ tabs: own }) => own)
        .filter(
          ({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('wattlens.report'),
        );
      return tabs.length > 0 ? tabs.map(({ label }) => label) : undefined;
    });
    assert.deepEqual(labels, ['Wattlens: config.json']);
  });
});
