import assert from 'node:assert/strict';
import { commands, type DocumentSymbol } from 'vscode';
import { closeAll, eventually, openSample } from './support';

const symbolsOf = async (path: string): Promise<readonly DocumentSymbol[]> => {
  const { uri } = await openSample(path);
  return (await commands.executeCommand<DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', uri)) ?? [];
};

const isOurs = ({ name }: DocumentSymbol): boolean => name === 'Attention';

describe('the outline', () => {
  afterEach(closeAll);

  it('groups the fields of a config by what they are about', async () => {
    const attention = await eventually('our outline', async () =>
      (await symbolsOf('configs/llama-8b/config.json')).find(isOurs),
    );
    assert.deepEqual(
      attention.children.map(({ name, detail }) => `${name}: ${detail}`),
      [
        'Attention bias: attention_bias false',
        'Query heads: num_attention_heads 32',
        'Key-value heads: num_key_value_heads 8',
      ],
    );
    assert.equal(attention.children.at(-1)?.range.start.line, 10);
  });

  it('leaves other JSON and broken configs alone', async () => {
    for (const path of ['tsconfig.json', 'broken/misspelt.config.json'])
      assert.deepEqual((await symbolsOf(path)).filter(isOurs), []);
  });
});
