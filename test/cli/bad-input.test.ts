import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { refused, sample } from './run';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattlens-'));
});
after(() => rm(folder, { recursive: true }));

const inspectBytes = async (name: string, content: string | Uint8Array, expected: RegExp): Promise<void> => {
  const file = join(folder, name);
  await writeFile(file, content);
  await refused(expected, 'inspect', file);
};

test('files that are no config', async () => {
  await inspectBytes('empty.json', '', /the file is empty; expected/);
  await inspectBytes('words.json', 'hello world', /words\.json:1:1: not valid JSON/);
  await inspectBytes(
    'other.json',
    '{ "compilerOptions": {} }',
    /not a model config: expected a "model_type"/,
  );
  await inspectBytes('deep.json', '{"model_type":'.repeat(5000), /nested deeper than 1000 levels/);
  await inspectBytes('binary.json', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), /byte 4: not text/);
});

test('configs that cannot be', async () => {
  await refused(
    /truncated\.config\.json:4:3: not valid JSON/,
    'inspect',
    sample('broken/truncated.config.json'),
  );
  await refused(
    /:2:17: not known: model_type "flux-capacitor"/,
    'inspect',
    sample('broken/unknown.config.json'),
  );
  const config = (change: string) =>
    `{ "model_type": "llama", "hidden_size": 64, "intermediate_size": 8, "num_hidden_layers": 2, "vocab_size": 10, ${change} }`;
  await inspectBytes(
    'zero.json',
    config('"num_attention_heads": 0'),
    /num_attention_heads is 0; expected a whole number of at least 1/,
  );
  await inspectBytes(
    'text.json',
    config('"num_attention_heads": "8"'),
    /num_attention_heads is "8"; expected a whole number/,
  );
  await inspectBytes(
    'kv.json',
    config('"num_attention_heads": 8, "num_key_value_heads": 3'),
    /num_key_value_heads is 3; expected a divisor/,
  );
  await inspectBytes('missing.json', config('"x": 1'), /num_attention_heads is missing/);
});

test('usage', async () => {
  const llama = sample('configs/llama-8b/config.json');
  await refused(/no such file/, 'inspect', join(folder, 'nowhere.json'));
  await refused(/unknown accelerator 'h10'; did you mean h100-sxm5\?/, 'estimate', llama, '--on', 'h10');
  await refused(/expected HARDWARE or HARDWARE:COUNT/, 'estimate', llama, '--on', 'h100:x');
  await refused(
    /'--batch <n>' argument '0' is invalid. expected a whole number of at least 1/,
    'estimate',
    llama,
    '--on',
    'h100',
    '--batch',
    '0',
  );
  await refused(/unknown command/, 'inspekt');
});
