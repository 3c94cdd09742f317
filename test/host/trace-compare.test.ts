import assert from 'node:assert/strict';
import { commands, env, type Uri, workspace } from 'vscode';
import { traceOfProgram } from '../support/profiled-program';
import { closeAll, eventually, extension, sample, wattlens } from './support';

const FOLDER = 'compared';

const write = async (name: string, text: string): Promise<Uri> => {
  const uri = sample(`${FOLDER}/${name}`);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
};

const copied = async (): Promise<string> => {
  await env.clipboard.writeText('nothing yet');
  await commands.executeCommand('wattlens.copyTraceComparison');
  return env.clipboard.readText();
};

const rows = (markdown: string): readonly string[] =>
  markdown.split('\n').filter((line) => line.startsWith('| ') && !line.includes('---'));

describe('the comparison of two traces', () => {
  let slow: Uri;
  let fast: Uri;
  before(async () => {
    await extension().activate();
    slow = await write('slow.pt.trace.json', traceOfProgram(30));
    fast = await write('fast.pt.trace.json', traceOfProgram(20));
  });
  afterEach(closeAll);
  after(() => workspace.fs.delete(sample(FOLDER), { recursive: true }));

  it('has the rows of the command line', async () => {
    await commands.executeCommand('wattlens.compareTrace', fast, slow);
    const markdown = await copied();
    assert.match(markdown, /slow\.pt\.trace\.json → .*fast\.pt\.trace\.json/);
    assert.match(markdown, /\| gemm \| faster \| −10\.0 µs \| 30\.0 µs \| 20\.0 µs \| 1 \| 1 \|/);
    const { stdout } = await wattlens('diff', slow.fsPath, fast.fsPath, '--on', 'h100-sxm5', '--markdown');
    assert.ok(rows(stdout).length > 5, stdout);
    assert.deepEqual(rows(markdown), rows(stdout));
  });

  it('takes the older of two that are selected as what was before', async () => {
    const { utimes } = await import('node:fs/promises');
    await utimes(fast.fsPath, new Date(0), new Date(0));
    await commands.executeCommand('wattlens.compareTraces', fast, [fast, slow]);
    const markdown = await eventually('the comparison', async () => {
      const text = await copied();
      return text.includes('→') ? text : undefined;
    });
    assert.match(markdown, /fast\.pt\.trace\.json → .*slow\.pt\.trace\.json/);
    assert.match(markdown, /\| gemm \| slower \| \+10\.0 µs/);
  });

  it('leaves the report as it was when the other cannot be read', async () => {
    const broken = await write('broken.trace.json', '{"hidden_size": 1}');
    await commands.executeCommand('wattlens.compareTrace', fast, broken);
    await env.clipboard.writeText('nothing yet');
    await commands.executeCommand('wattlens.copyTraceComparison');
    assert.equal(await env.clipboard.readText(), 'nothing yet');
    await commands.executeCommand('wattlens.copyMarkdown', fast);
    assert.match(await env.clipboard.readText(), /fast\.pt\.trace\.json/);
  });
});
