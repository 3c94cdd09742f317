import assert from 'node:assert/strict';
import { commands, languages, Range, workspace, WorkspaceEdit } from 'vscode';
import { closeAll, eventually, openSample, sample, wattlens } from './support';

const problemOf = (path: string) =>
  eventually(`a diagnostic of ${path}`, () =>
    languages.getDiagnostics(sample(path)).find(({ source }) => source === 'Wattlens'),
  );

describe('a broken model config', () => {
  afterEach(closeAll);

  for (const path of ['broken/truncated.config.json', 'broken/unknown.config.json']) {
    it(`has the command line's sentence at its place: ${path}`, async () => {
      await openSample(path);
      const { message, range } = await problemOf(path);
      const { code, stderr } = await wattlens('inspect', sample(path).fsPath);
      assert.equal(code, 2);
      const { line, character } = range.start;
      assert.ok(
        stderr.includes(`:${line + 1}:${character + 1}: ${message}`),
        `${stderr} does not say ${message}`,
      );
    });
  }

  it('is well again when it is mended', async () => {
    const document = await openSample('broken/unknown.config.json');
    await problemOf('broken/unknown.config.json');
    const mended = await workspace.openTextDocument(sample('configs/llama-8b/config.json'));
    const edit = new WorkspaceEdit();
    edit.replace(document.uri, new Range(0, 0, document.lineCount, 0), mended.getText());
    await workspace.applyEdit(edit);
    await eventually('no diagnostic', () => languages.getDiagnostics(document.uri).length === 0 || undefined);
    await commands.executeCommand('workbench.action.files.revert');
  });
});
