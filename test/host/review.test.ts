import assert from 'node:assert/strict';
import {
  type CodeLens,
  commands,
  env,
  Range,
  TabInputWebview,
  type TextDocument,
  type Uri,
  window,
  workspace,
  WorkspaceEdit,
} from 'vscode';
import { makeRepository, setting, type TestRepository } from './repository';
import { closeAll, eventually, sample, wattlens } from './support';

const HEADS = /("num_key_value_heads": )8\b/;
const CHANGE = /^[+−][\d.]+ % gCO2e\/token vs HEAD$/;

const titles = async (uri: Uri): Promise<readonly string[]> => {
  const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
  return lenses.map(({ command }) => command?.title ?? '');
};

const changeIn = async (uri: Uri): Promise<string | undefined> =>
  (await titles(uri)).find((title) => title.endsWith('vs HEAD'));

const replaceAll = async (document: TextDocument, text: string): Promise<void> => {
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(0, 0, document.lineCount, 0), text);
  await workspace.applyEdit(edit);
};

const previews = () =>
  window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('markdown.preview'));

const copied = async (): Promise<string> => {
  await env.clipboard.writeText('nothing yet');
  await commands.executeCommand('wattlens.copyComparison');
  return env.clipboard.readText();
};

const rows = (markdown: string): readonly string[] =>
  markdown.split('\n').filter((line) => line.startsWith('| ') && !line.includes('---'));

describe('the review of a config under git', () => {
  let repository: TestRepository;
  let config: Uri;
  let document: TextDocument;
  let original: string;

  before(async () => {
    await setting('git', 'enabled', true);
    repository = await makeRepository('reviewed', {
      'config.json': 'configs/llama-8b/config.json',
      'original/config.json': 'configs/llama-8b/config.json',
      'chat.wattlens.yaml': 'scenarios/chat.wattlens.yaml',
    });
    await repository.git('branch', 'release');
    config = repository.file('config.json');
  });
  beforeEach(async () => {
    document = await workspace.openTextDocument(config);
    await window.showTextDocument(document);
    original = document.getText();
  });
  afterEach(async () => {
    await setting('wattlens', 'codeLens.head', undefined);
    await replaceAll(document, original);
    await document.save();
    await closeAll();
  });
  after(async () => {
    await setting('git', 'enabled', undefined);
    await workspace.fs.delete(sample('reviewed'), { recursive: true });
  });

  const moreHeads = (): Promise<void> => replaceAll(document, original.replace(HEADS, '$132'));

  it('tells in the lens what a change does to carbon, while there is one', async () => {
    assert.equal((await titles(config)).length, 1);
    await moreHeads();
    const more = await eventually('the change', () => changeIn(config));
    assert.match(more, CHANGE);
    assert.ok(more.startsWith('+'), more);
    assert.equal((await titles(config)).indexOf(more), 0);
    await replaceAll(document, original.replace(HEADS, '$11'));
    const less = await eventually('another change', () => changeIn(config));
    assert.ok(less.startsWith('−'), less);
    await replaceAll(document, original.replace('"torch_dtype"', ' "torch_dtype"'));
    assert.equal(await changeIn(config), undefined);
    await moreHeads();
    await setting('wattlens', 'codeLens.head', false);
    assert.equal(await changeIn(config), undefined);
  });

  it('compares with HEAD, in the numbers of the command line', async () => {
    await moreHeads();
    await commands.executeCommand('wattlens.compareWithHead', config);
    await eventually('the preview', () => (previews().length === 1 ? true : undefined));
    const markdown = await copied();
    assert.match(markdown, /^## .*config\.json at HEAD → .*config\.json$/m);
    assert.match(markdown, /num\\_key\\_value\\_heads \| 8 \| 32/);
    await document.save();
    const before = repository.file('original/config.json').fsPath;
    const { stdout } = await wattlens('diff', before, config.fsPath, '--on', 'h100-sxm5', '--markdown');
    assert.ok(rows(stdout).length > 5, stdout);
    assert.deepEqual(rows(markdown), rows(stdout));
  });

  it('compares with a branch and with a file', async () => {
    await moreHeads();
    await commands.executeCommand('wattlens.compareWithBranch', config, 'release');
    const branch = await copied();
    assert.match(branch, /config\.json at release →/);
    await commands.executeCommand(
      'wattlens.compareWithFile',
      config,
      repository.file('original/config.json'),
    );
    const file = await copied();
    assert.match(file, /original\/config\.json →/);
    assert.deepEqual(rows(file), rows(branch));
  });

  it('reads a file beside a config again when it changes, and as HEAD has it', async () => {
    const [beside, quantized] = [
      repository.file('quantized/hf_quant_config.json'),
      repository.file('quantized/config.json'),
    ];
    const write = (algorithm: string) =>
      workspace.fs.writeFile(
        beside,
        Buffer.from(JSON.stringify({ quantization: { quant_algo: algorithm } })),
      );
    await write('FP8');
    await workspace.fs.copy(repository.file('original/config.json'), quantized);
    await repository.git('add', '.');
    await repository.git('commit', '--quiet', '--message=A quantised model');
    await window.showTextDocument(quantized);
    assert.equal((await titles(quantized)).length, 1);
    const report = async (): Promise<string> => {
      await commands.executeCommand('wattlens.copyMarkdown', quantized);
      return env.clipboard.readText();
    };
    assert.match(await report(), /fp8/);
    await write('NVFP4');
    await eventually('the report of the new format', async () =>
      (await report()).includes('nvfp4') ? true : undefined,
    );
    const less = await eventually('the change', () => changeIn(quantized));
    assert.ok(less.startsWith('−'), less);
    await commands.executeCommand('wattlens.compareWithHead', quantized);
    assert.match(await copied(), /hf\\_quant\\_config\.quantization\.quant\\_algo \| "FP8" \| "NVFP4"/);
  });

  it('compares a scenario with the config it names', async () => {
    const scenario = repository.file('chat.wattlens.yaml');
    const text = await workspace.openTextDocument(scenario);
    await replaceAll(text, text.getText().replace('../configs/llama-8b/config.json', 'config.json'));
    await text.save();
    await repository.git('commit', '--quiet', '--all', '--message=Name the config here');
    await moreHeads();
    await replaceAll(text, text.getText().replace('batch: 16', 'batch: 8'));
    await commands.executeCommand('wattlens.compareWithHead', scenario);
    const markdown = await copied();
    assert.match(markdown, /config\.num\\_key\\_value\\_heads \| 8 \| 32/);
    assert.match(markdown, /workload\.batch \| 16 \| 8/);
    await text.save();
  });

  it('compares a scenario that names a trace, in the numbers of the command line', async () => {
    const [scenario, old] = [repository.file('step.wattlens.yaml'), repository.file('old.wattlens.yaml')];
    const write = (uri: Uri, zone: string) =>
      workspace.fs.writeFile(
        uri,
        Buffer.from(`workload: { file: step.json.gz }\ndeployment: { on: h100 }\nsite: { zone: ${zone} }\n`),
      );
    const trace = sample('traces/llama-step.pt.trace.json.gz');
    await workspace.fs.copy(trace, repository.file('step.json.gz'));
    for (const uri of [scenario, old]) await write(uri, 'FR');
    await repository.git('add', '.');
    await repository.git('commit', '--quiet', '--message=A scenario of a trace');
    await write(scenario, 'DE');
    await commands.executeCommand('wattlens.compareWithHead', scenario);
    const markdown = await copied();
    assert.match(markdown, /step\.wattlens\.yaml at HEAD → /);
    assert.match(markdown, /site\.zone \| "FR" \| "DE"/);
    const { stdout } = await wattlens('diff', old.fsPath, scenario.fsPath, '--markdown');
    assert.ok(rows(stdout).length > 3, stdout);
    assert.deepEqual(rows(markdown), rows(stdout));
  });

  it('lets the change go when it is committed', async () => {
    await moreHeads();
    await eventually('the change', () => changeIn(config));
    await document.save();
    await repository.git('commit', '--quiet', '--all', '--message=More heads');
    await eventually('no change', async () => ((await changeIn(config)) === undefined ? true : undefined));
    original = document.getText();
  });
});
