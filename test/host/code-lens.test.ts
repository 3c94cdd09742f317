import assert from 'node:assert/strict';
import { type CodeLens, commands, ConfigurationTarget, workspace } from 'vscode';
import { closeAll, openSample } from './support';

const titles = async (path: string): Promise<readonly string[]> => {
  const { uri } = await openSample(path);
  // Not resolved: all of it is provided at once.
  const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri);
  return lenses.map(({ range, command }) => `${range.start.line}: ${command?.title ?? ''}`);
};

const setting = (key: string, value: unknown): Thenable<void> =>
  workspace.getConfiguration('wattlens').update(key, value, ConfigurationTarget.Global);

describe('the code lens', () => {
  afterEach(async () => {
    await setting('codeLens.enabled', undefined);
    await setting('defaultAccelerator', undefined);
    await closeAll();
  });

  it('tells parameters, memory, speed and carbon at the head of a model config', async () => {
    const [title = '', ...others] = await titles('configs/llama-8b/config.json');
    assert.deepEqual(others, []);
    assert.match(
      title,
      /^0: 8\.03 billion · [\d.]+ GB · [\d.,]+ tokens\/s · [\d.]+ m?g CO2e per 1,000 tokens · h100-sxm5$/,
    );
  });

  it('follows the default accelerator', async () => {
    await setting('defaultAccelerator', 'mi300x');
    const [title = ''] = await titles('configs/llama-8b/config.json');
    assert.match(title, / · mi300x$/);
  });

  it('can be turned off', async () => {
    await setting('codeLens.enabled', false);
    assert.deepEqual(await titles('configs/llama-8b/config.json'), []);
  });

  it('leaves other JSON alone', async () => {
    assert.deepEqual(await titles('tsconfig.json'), []);
  });

  it('says nothing of a broken config, which has a diagnostic instead', async () => {
    assert.deepEqual(await titles('broken/truncated.config.json'), []);
  });
});
