import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { sample, wattlens, wattlensJson } from './run';

const schema = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')) as object;
const ajv = new Ajv({ allErrors: true, strict: false });
ajv.addSchema(schema, 'report');

const LLAMA = sample('configs/llama-8b/config.json');
const TRACE = sample('traces/llama-step.pt.trace.json.gz');

const COMMANDS: readonly (readonly [definition: string, command: readonly string[]])[] = [
  ['model', ['inspect', LLAMA]],
  ['traceInspection', ['inspect', TRACE]],
  ['operators', ['operators', LLAMA]],
  ['operators', ['operators', LLAMA, '--on', 'h100:2']],
  ['operators', ['operators', TRACE, '--by', 'kernel']],
  ['trace', ['trace', TRACE, '--analysis', 'all']],
  ['estimate', ['estimate', LLAMA, '--on', 'h100:2', '--dtype', 'fp8']],
  ['estimate', ['estimate', LLAMA, '--on', 'h100', '--sensitivity', 'carbon']],
  ['estimate', ['estimate', TRACE, '--on', 'mi300x']],
  ['compare', ['compare', LLAMA, '--on', 'h100,tpu-v5e']],
  ['estimate', ['estimate', LLAMA, '--on', 'h100:2', '--rate', '4', '--price', '2.5']],
  [
    'compare',
    [
      'compare',
      LLAMA,
      '--on',
      'h100,l4',
      '--scaling',
      '--primitives',
      '--break-even',
      '--sensitivity',
      'edp',
    ],
  ],
  ['primitivesAlone', ['compare', '--primitives', '--on', 'h100,groq']],
  ['against', ['compare', LLAMA, TRACE, '--on', 'h100']],
  ['sweep', ['sweep', LLAMA, '--on', 'h100,mi300x', '--batch', '1..64', '--input', '128,4096']],
  [
    'sweep',
    ['sweep', LLAMA, '--on', 'h100:2', '--price', 'h100=2.5', '--front', 'carbon:cost', '--metric', 'edp'],
  ],
  ['diff', ['diff', LLAMA, sample('configs/mistral-7b/config.json')]],
  ['check', ['check', sample('scenarios/chat.wattlens.yaml')]],
  ['account', ['account', '--on', 'h100', '--hours', '10']],
  ['account', ['account', '--energy', '5']],
  ['catalogue', ['hardware']],
  ['catalogue', ['zones', 'ireland']],
];

for (const [definition, command] of COMMANDS) {
  test(`${command.join(' ')} prints what schemas/report.schema.json says`, async () => {
    const validate = ajv.getSchema(`report#/$defs/${definition}`);
    assert.ok(validate);
    const report = await wattlensJson<object>(...command);
    assert.ok(validate(report), ajv.errorsText(validate.errors, { dataVar: definition }));
  });
}

test('JSON comes in pieces, indented by two spaces', async () => {
  const { out, pieces } = await wattlens('trace', TRACE, '--analysis', 'all', '--json');
  assert.equal(out, `${JSON.stringify(JSON.parse(out), undefined, 2)}\n`);
  assert.ok(pieces > 2, `${pieces} pieces of ${out.length} characters`);
});
