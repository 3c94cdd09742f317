import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { sharedPath, skipUnlessShared } from '../support/shared';
import { sample, wattlens, wattlensJson } from './run';

const schema = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')) as object;
const ajv = new Ajv({ allErrors: true, strict: false });
ajv.addSchema(schema, 'report');

const LLAMA = sample('configs/llama-8b/config.json');
const TRACE = sample('traces/llama-step.pt.trace.json.gz');
const RANK = sample('traces/llama-ranks/rank1.pt.trace.json.gz');

const COMMANDS: readonly (readonly [definition: string, command: readonly string[]])[] = [
  ['model', ['inspect', LLAMA]],
  ['traceInspection', ['inspect', TRACE]],
  ['operators', ['operators', LLAMA]],
  ['operators', ['operators', LLAMA, '--on', 'h100:2']],
  ['operators', ['operators', TRACE, '--by', 'kernel']],
  ['trace', ['trace', TRACE, '--analysis', 'all']],
  ['trace', ['trace', TRACE, '--analysis', 'all', '--window', 'hta']],
  ['trace', ['trace', sample('traces/llama-ranks'), '--analysis', 'all']],
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
  ['diff', ['diff', TRACE, RANK]],
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

const ROUNDED = 'tracelens__h100__Qwen_Qwen1.5-0.5B-Chat__1016005.json.gz';
test(
  'the window hta may leave less than nothing',
  { skip: skipUnlessShared('traces', ROUNDED) },
  async () => {
    const validate = ajv.getSchema('report#/$defs/trace');
    const rounded = ['trace', sharedPath('traces', ROUNDED), '--analysis', 'temporal', '--window', 'hta'];
    const report = await wattlensJson<{ ranks: readonly { temporal: { nonCompute: number } }[] }>(...rounded);
    assert.ok((report.ranks[0]?.temporal.nonCompute ?? 0) < 0, 'as HTA has it');
    assert.ok(validate?.(report), ajv.errorsText(validate?.errors));
    assert.match((await wattlens(...rounded)).out, /Other work +-17\.0 µs \(> -0\.1 %\)/);
  },
);
