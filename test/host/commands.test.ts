import assert from 'node:assert/strict';
import { commands, env, TabInputWebview, window, workspace } from 'vscode';
import { closeAll, eventually, openSample, sample, takeSecondOfEach, wattlens } from './support';

const CONFIG = 'configs/llama-8b/config.json';

const TINY = 'configs/tiny-qwen2/config.json';

const panelTabs = () =>
  window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('wattlens.report'));

const copied = async (run: () => Thenable<unknown>): Promise<string> => {
  await env.clipboard.writeText('nothing yet');
  await run();
  return env.clipboard.readText();
};

describe('the commands', () => {
  afterEach(closeAll);

  it('opens one panel for a file, however often it is asked', async () => {
    await openSample(CONFIG);
    await commands.executeCommand('wattlens.analyze');
    await commands.executeCommand('wattlens.analyze', sample(CONFIG));
    const labels = await eventually('the panel', () => {
      const tabs = panelTabs();
      return tabs.length > 0 ? tabs.map(({ label }) => label) : undefined;
    });
    assert.deepEqual(labels, ['Wattlens: config.json']);
  });

  it('copies a report with the numbers of the command line', async () => {
    const markdown = await copied(() => commands.executeCommand('wattlens.copyMarkdown', sample(CONFIG)));
    const { stdout } = await wattlens('inspect', sample(CONFIG).fsPath, '--markdown');
    for (const line of stdout.split('\n').filter((text) => text.startsWith('- '))) {
      assert.ok(markdown.includes(line), `${line} is not in the report`);
    }
    assert.match(markdown, /8,030,261,248/);
  });

  it('opens a folder with a trace a rank, and says what is wrong with one that has none', async () => {
    await commands.executeCommand('wattlens.openTraceFolder', sample('traces/llama-ranks'));
    const markdown = await copied(() =>
      commands.executeCommand('wattlens.copyMarkdown', sample('traces/llama-ranks')),
    );
    const rank = sample('traces/llama-ranks/rank0.pt.trace.json.gz').fsPath;
    const { stdout } = await wattlens('trace', rank, '--markdown');
    const rows = stdout.split('\n').filter((line) => /^\| .*\d/.test(line));
    assert.ok(rows.length > 3, stdout);
    for (const row of rows) assert.ok(markdown.includes(row), `${row} is not in the report`);
    const labels = panelTabs().map(({ label }) => label);
    assert.deepEqual(labels, ['Wattlens: llama-ranks']);
    const nothing = await copied(() => commands.executeCommand('wattlens.copyMarkdown', sample('configs')));
    assert.equal(nothing, 'nothing yet');
  });

  it('reads a folder again when a rank is added to it', async () => {
    const folder = sample('traces/growing-ranks');
    const copyRank = (rank: number) =>
      workspace.fs.copy(
        sample(`traces/llama-ranks/rank${rank}.pt.trace.json.gz`),
        sample(`traces/growing-ranks/rank${rank}.pt.trace.json.gz`),
      );
    const report = () => copied(() => commands.executeCommand('wattlens.copyMarkdown', folder));
    try {
      await copyRank(1);
      await commands.executeCommand('wattlens.openTraceFolder', folder);
      assert.match(await report(), /growing-ranks\/rank1/);
      await copyRank(0);
      await eventually('the report of the first rank', async () =>
        /growing-ranks\/rank0/.test(await report()) ? true : undefined,
      );
    } finally {
      await closeAll();
      await workspace.fs.delete(folder, { recursive: true });
    }
  });

  it('asks what if, step by step, and keeps the answer with the file', async () => {
    const report = () => copied(() => commands.executeCommand('wattlens.copyMarkdown', sample(TINY)));
    const before = await report();
    assert.match(before, /on h100-sxm5/);
    await takeSecondOfEach('wattlens.whatIf', sample(TINY));
    assert.doesNotMatch(await report(), /on h100-sxm5/);
    await closeAll();
    assert.doesNotMatch(await report(), /on h100-sxm5/);
  });
});
