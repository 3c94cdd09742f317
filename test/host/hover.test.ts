import assert from 'node:assert/strict';
import { commands, type Hover, MarkdownString, type TextDocument, workspace } from 'vscode';
import { closeAll, openSample } from './support';

const hoverOn = async (path: string, word: string): Promise<string> => hoverIn(await openSample(path), word);

const hoverIn = async (document: TextDocument, word: string): Promise<string> => {
  const position = document.positionAt(document.getText().indexOf(word) + 1);
  const hovers = await commands.executeCommand<Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof MarkdownString ? content.value : ''))
    .join('\n');
};

describe('the hover', () => {
  afterEach(closeAll);

  it('tells what a field costs', async () => {
    const text = await hoverOn('configs/llama-8b/config.json', 'num_key_value_heads');
    assert.match(text, /Key-value heads/);
    assert.match(text, /With 4: /);
    assert.match(text, /of KV cache per token \(−50\.0 %\)/);
  });

  it('tells what the settings of a serving engine decide', async () => {
    const content = 'model: a/b\ntensor-parallel-size: 4\nkv-cache-dtype: fp8\nport: 8000\n';
    const document = await workspace.openTextDocument({ language: 'yaml', content });
    assert.match(await hoverIn(document, 'tensor-parallel-size'), /Tensor-parallel ranks/);
    assert.match(await hoverIn(document, 'fp8'), /Cache format/);
    assert.equal(await hoverIn(document, 'port'), '');
  });

  it('is silent on fields that play no part, and in other files', async () => {
    assert.equal(await hoverOn('configs/llama-8b/config.json', 'bos_token_id'), '');
    assert.equal(await hoverOn('tsconfig.json', 'compilerOptions'), '');
  });
});
