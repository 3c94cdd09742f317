import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TextSource } from '../../../src/protocol/analysis';
import { FieldExplanations } from '../../../src/worker/field-explanations';

const config = (layers: number): TextSource => ({
  kind: 'text',
  name: 'config.json',
  text: JSON.stringify({
    model_type: 'llama',
    hidden_size: 1024,
    intermediate_size: 4096,
    num_hidden_layers: layers,
    num_attention_heads: 16,
    vocab_size: 32000,
  }),
});
const broken: TextSource = { kind: 'text', name: 'config.json', text: '{"model_type": "llama", ' };

describe('explaining fields', () => {
  it('tells of all of them what it tells of each', async () => {
    const explanations = new FieldExplanations();
    const source = config(16);
    const all = (await explanations.all(source)) ?? [];
    assert.ok(all.some(({ explanation }) => explanation?.path === 'num_hidden_layers'));
    for (const { start, end, explanation } of all) {
      assert.deepEqual(explanations.at(source, start), explanation);
      assert.deepEqual(explanations.at(source, end), explanation);
    }
  });

  it('answers about one while it explains all', async () => {
    const explanations = new FieldExplanations();
    const source = config(16);
    const all = explanations.all(source);
    const other = config(17);
    const answer = explanations.at(other, other.text.indexOf('17'));
    assert.equal(answer?.path, 'num_hidden_layers');
    const found = (await all)?.find(({ explanation }) => explanation?.path === 'num_hidden_layers');
    assert.match(found?.explanation?.sentences.join(' ') ?? '', /With 17:/);
  });

  it('is ended by a newer text of the same name, and by no other', async () => {
    const explanations = new FieldExplanations();
    const older = explanations.all(config(16));
    const elsewhere = explanations.all({ ...config(8), name: 'other.json' });
    const newer = explanations.all(config(17));
    assert.equal(await older, undefined);
    assert.ok(((await elsewhere)?.length ?? 0) > 0);
    assert.ok(((await newer)?.length ?? 0) > 0);
  });

  it('has nothing to say of a text that is broken', async () => {
    const explanations = new FieldExplanations();
    assert.deepEqual(await explanations.all(broken), []);
    assert.equal(explanations.at(broken, 3), undefined);
  });
});
