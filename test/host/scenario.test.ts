import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  commands,
  type CompletionList,
  type Diagnostic,
  env,
  type Hover,
  languages,
  MarkdownString,
  Range,
  type TextDocument,
  type Uri,
  window,
  workspace,
  WorkspaceEdit,
} from 'vscode';
import { closeAll, eventually, extension, openSample, sample, wattlens } from './support';

const SCENARIO = 'scenarios/chat.wattlens.yaml';
const STEP_MILLISECONDS = 300;

const replace = async (document: TextDocument, from: string | RegExp, to: string): Promise<void> => {
  const text = document.getText();
  assert.notEqual(text.replace(from, to), text, `${String(from)} is not there`);
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(0, 0, document.lineCount, 0), text.replace(from, to));
  await workspace.applyEdit(edit);
};

const problems = (uri: Uri): readonly Diagnostic[] =>
  languages.getDiagnostics(uri).filter(({ source }) => source === 'Wattlens');

const problemWith = (uri: Uri, word: string): Promise<Diagnostic> =>
  eventually(`a diagnostic with ${word}`, () => problems(uri).find(({ message }) => message.includes(word)));

const none = (uri: Uri): Promise<true> =>
  eventually('no diagnostic', () => (problems(uri).length === 0 ? true : undefined));

const written = async (name: string, text: string): Promise<Uri> => {
  const uri = sample(`scenarios/${name}`);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
};

describe('a scenario', () => {
  const open: TextDocument[] = [];
  const opened = async (path: string): Promise<TextDocument> => {
    const document = await openSample(path);
    open.push(document);
    return document;
  };
  afterEach(async () => {
    for (const document of open.splice(0)) {
      if (!document.isDirty) continue;
      await window.showTextDocument(document);
      await commands.executeCommand('workbench.action.files.revert');
    }
    await closeAll();
  });

  it('tells an exceeded budget on its line, as wattlens check does', async () => {
    const document = await opened(SCENARIO);
    await replace(document, /gramsPer1000Tokens: .*/, 'gramsPer1000Tokens: 0.0001');
    const { message, range } = await problemWith(document.uri, 'carbon per 1,000 tokens');
    assert.equal(document.lineAt(range.start.line).text, '  gramsPer1000Tokens: 0.0001');
    assert.equal(document.getText(range), '0.0001');

    const copy = await written('broken.wattlens.yaml', document.getText());
    const { code, stdout } = await wattlens('check', copy.fsPath, '--json');
    assert.equal(code, 3);
    const { results } = JSON.parse(stdout) as { results: { ok: boolean; line: number; message: string }[] };
    const exceeded = results.filter(({ ok }) => !ok);
    assert.deepEqual(
      exceeded.map(({ line }) => line),
      problems(document.uri).map((problem) => problem.range.start.line + 1),
    );
    assert.equal(exceeded[0]?.message, message);
    await workspace.fs.delete(copy);
  });

  it('has the sentence of the command line where it cannot be read', async () => {
    const document = await opened(SCENARIO);
    await replace(document, 'batch: 16', 'batsh: 16');
    const { message, range } = await problemWith(document.uri, 'batsh');
    const copy = await written('unreadable.wattlens.yaml', document.getText());
    const { code, stderr } = await wattlens('check', copy.fsPath);
    assert.equal(code, 2);
    assert.ok(stderr.includes(`:${range.start.line + 1}:${range.start.character + 1}: ${message}`), stderr);
    await workspace.fs.delete(copy);
    await replace(document, 'batsh: 16', 'batch: 16');
    await none(document.uri);
  });

  it('says where it names a file that is not there', async () => {
    const document = await opened(SCENARIO);
    await replace(document, 'llama-8b/config.json', 'absent.json');
    const { range } = await problemWith(document.uri, 'no such file');
    assert.equal(document.getText(range), '../configs/absent.json');
  });

  it('follows the config it names, before that is saved', async () => {
    const document = await opened(SCENARIO);
    await none(document.uri);
    const config = await opened('configs/llama-8b/config.json');
    await replace(config, /"num_hidden_layers": \d+/, '"num_hidden_layers": 320');
    const { message } = await problemWith(document.uri, 'memory');
    assert.match(message, /memory: .* GB, budget 80 GB/);
  });

  it('completes and explains its fields', async () => {
    const document = await opened(SCENARIO);
    const text = document.getText();
    const labels = async (offset: number): Promise<readonly string[]> => {
      const { items } = await commands.executeCommand<CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        document.positionAt(offset),
      );
      return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    assert.ok((await labels(text.indexOf('gramsPer1000Tokens'))).includes('tonnesPerLife'));
    assert.ok((await labels(text.indexOf('h100\n') + 4)).includes('mi300x'));
    const hovers = await commands.executeCommand<Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      document.positionAt(text.indexOf('pue') + 1),
    );
    const said = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof MarkdownString ? content.value : ''))
      .join('');
    assert.match(said, /Facility power over IT power/);
  });

  it('is written by New Scenario with budgets that it keeps', async () => {
    const config = sample('configs/tiny-qwen2/config.json');
    let asking = true;
    const asked = Promise.resolve(commands.executeCommand('wattlens.newScenario', config)).finally(
      () => (asking = false),
    );
    await eventually('the end of the questions', async () => {
      await setTimeout(STEP_MILLISECONDS);
      await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return asking ? undefined : true;
    });
    await asked;
    const document = window.activeTextEditor?.document;
    assert.ok(document);
    assert.match(document.uri.path, /configs\/tiny-qwen2\/tiny-qwen2\.wattlens\.yaml$/);
    assert.match(
      document.getText(),
      /file: config\.json[^]*on: h100-sxm5[^]*zone: WORLD[^]*gramsPer1000Tokens: /,
    );
    const { code, stdout } = await wattlens('check', document.uri.fsPath);
    assert.equal(code, 0, stdout);
    await workspace.fs.delete(document.uri);
  });

  it('is planned with, in the numbers of the command line', async () => {
    const scenario = sample('plans.wattlens.yaml');
    const here = pathToFileURL(`${extension().extensionPath}/test/fixtures/plans/`);
    const text = await readFile(new URL('plans.wattlens.yaml', here), 'utf8');
    await workspace.fs.writeFile(scenario, Buffer.from(text.replace('../workspace/', '')));
    await workspace.fs.writeFile(sample('grid.csv'), await readFile(new URL('grid.csv', here)));
    try {
      for (const plan of ['rates', 'shift', 'life', 'payback', 'search', 'federated']) {
        await commands.executeCommand('wattlens.planCarbon', scenario, plan);
        await env.clipboard.writeText('');
        await commands.executeCommand('wattlens.copyComparison');
        const { stdout } = await wattlens('plan', plan, scenario.fsPath, '--markdown');
        const rows = (markdown: string) => markdown.split('\n').filter((line) => line.startsWith('|'));
        assert.ok(rows(stdout).length > 2, stdout);
        assert.deepEqual(rows(await env.clipboard.readText()), rows(stdout), plan);
      }
    } finally {
      for (const file of ['plans.wattlens.yaml', 'grid.csv']) await workspace.fs.delete(sample(file));
    }
  });

  it('is checked by Check Budgets', async () => {
    const document = await opened(SCENARIO);
    await replace(document, /memoryGB: .*/, 'memoryGB: 1');
    await commands.executeCommand('wattlens.checkBudgets', document.uri);
    await commands.executeCommand('wattlens.copyComparison');
    const report = await eventually('the report', async () => {
      const text = await env.clipboard.readText();
      return text.includes('memoryGB') ? text : undefined;
    });
    assert.match(report, /^## 1 of 4 budgets is exceeded/);
    assert.match(report, /✗ \| Chat on one H100 \| memoryGB/);
  });
});
