import assert from 'node:assert/strict';
import { commands, ConfigurationTarget, type InlayHint, Range, type TextDocument, workspace } from 'vscode';
import { closeAll, openSample } from './support';

const CONFIG = 'configs/llama-8b/config.json';

const enable = (enabled: boolean | undefined): Thenable<void> =>
  workspace.getConfiguration('wattlens').update('inlayHints.enabled', enabled, ConfigurationTarget.Global);

const hintsOf = async (document: TextDocument): Promise<readonly string[]> => {
  const all = new Range(0, 0, document.lineCount, 0);
  const hints = await commands.executeCommand<InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    all,
  );
  return hints.map(({ position, label }) => {
    const before = document.lineAt(position.line).text.slice(0, position.character).trim();
    return `${before} ${typeof label === 'string' ? label : label.map(({ value }) => value).join('')}`;
  });
};

describe('inlay hints', () => {
  afterEach(async () => {
    await enable(undefined);
    await closeAll();
  });

  it('are off unless asked for', async () => {
    assert.deepEqual(await hintsOf(await openSample(CONFIG)), []);
  });

  it('stand behind the main fields', async () => {
    await enable(true);
    const hints = await hintsOf(await openSample(CONFIG));
    assert.ok(hints.includes('"hidden_size": 4096, heads 128 wide'), hints.join('\n'));
    assert.ok(hints.includes('"vocab_size": 128256 525 million parameters'), hints.join('\n'));
  });

  it('leave other JSON alone', async () => {
    await enable(true);
    assert.deepEqual(await hintsOf(await openSample('tsconfig.json')), []);
  });
});
