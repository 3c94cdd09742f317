import assert from 'node:assert/strict';
import { commands, env, TabInputCustom, window } from 'vscode';
import { closeAll, eventually, sample, wattlens } from './support';

const activeCustomEditor = () => {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputCustom ? input.viewType : undefined;
};

const copiedReport = async (): Promise<string> => {
  await commands.executeCommand('wattlens.copyMarkdown');
  return env.clipboard.readText();
};

describe('the trace editor', () => {
  afterEach(closeAll);

  for (const path of ['traces/llama-step.pt.trace.json', 'traces/llama-step.pt.trace.json.gz']) {
    it(`opens by itself, with the numbers of the command line: ${path}`, async () => {
      await commands.executeCommand('vscode.open', sample(path));
      assert.equal(await eventually('a custom editor', activeCustomEditor), 'wattlens.trace');
      const report = await copiedReport();
      const { stdout } = await wattlens('trace', sample(path).fsPath, '--markdown');
      const rows = stdout.split('\n').filter((line) => /^\| .*\d/.test(line));
      assert.ok(rows.length > 3, stdout);
      for (const row of rows) assert.ok(report.includes(row), `${row} is not in the report`);
    });
  }

  it('shows what stands before the cut of a truncated trace, and says so', async () => {
    await commands.executeCommand('vscode.open', sample('traces/truncated.pt.trace.json'));
    await eventually('a custom editor', activeCustomEditor);
    assert.match(await copiedReport(), /Cut off at byte \d+/);
  });

  it('is offered for other JSON, and says what is no trace', async () => {
    await commands.executeCommand('vscode.openWith', sample('tsconfig.json'), 'wattlens.anyTrace');
    assert.equal(await eventually('a custom editor', activeCustomEditor), 'wattlens.anyTrace');
  });

  it('leaves other JSON to the text editor unless asked', async () => {
    await commands.executeCommand('vscode.open', sample('tsconfig.json'));
    assert.equal(activeCustomEditor(), undefined);
  });
});
