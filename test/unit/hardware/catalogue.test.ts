import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import Ajv from 'ajv';
import nvidia from '../../../src/core/hardware/catalogue/nvidia.yaml';
import google from '../../../src/core/hardware/catalogue/google.yaml';
import cerebras from '../../../src/core/hardware/catalogue/cerebras.yaml';
import sambanova from '../../../src/core/hardware/catalogue/sambanova.yaml';
import { catalogue } from '../../../src/core/hardware/catalogue/index';
import { findAccelerator, lookUp, matchDevice } from '../../../src/core/hardware/find';
import { Problem } from '../../../src/core/problem';

const parts = catalogue();

test('the catalogue holds every part once, with the rates of its datasheet', () => {
  assert.equal(parts.size, 50);
  // NVIDIA H100 SXM datasheet: 989.4 TFLOP/s bf16 dense, 3.35 TB/s, 80 GB, 700 W, 900 GB/s NVLink both ways.
  const h100 = findAccelerator(parts, 'h100');
  assert.equal(h100.id, 'h100-sxm5');
  assert.equal(h100.peak.bf16?.value, 989.4e12);
  assert.equal(h100.memory.bandwidth?.value, 3.35e12);
  assert.equal(h100.memory.capacity?.value, 80e9);
  assert.equal(h100.tdp?.value, 700);
  assert.equal(h100.links[0]?.bandwidth.value, 450e9);
});

test('every value names its source, and no alias or id is used twice', () => {
  const names = [...parts.values()].flatMap((part) => [part.id, ...part.aliases]);
  assert.equal(new Set(names).size, names.length);
  for (const part of parts.values()) {
    for (const rate of Object.values(part.peak)) assert.ok(rate.source.length > 5, part.id);
    for (const value of [part.memory.capacity, part.memory.bandwidth, part.tdp, part.die?.area])
      if (value !== undefined) assert.ok(value.source.length > 5, part.id);
  }
});

test('what a vendor does not publish is absent, never zero', () => {
  assert.equal(findAccelerator(parts, 'trn1').tdp, undefined);
  assert.equal(findAccelerator(parts, 'tpu-v5e').die?.area, undefined);
  assert.equal(findAccelerator(parts, 't4').peak.bf16, undefined);
});

test('names that profilers write find their part', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['NVIDIA H100 80GB HBM3', 'h100-sxm5'],
    ['AMD Instinct MI300X', 'mi300x'],
    ['NVIDIA A100-SXM4-80GB', 'a100-sxm4-80'],
    ['NVIDIA A100-SXM4-40GB', 'a100-sxm4-40'],
    ['Tesla V100-SXM2-16GB', 'v100-sxm2-32'],
    ['NVIDIA H200 NVL', 'h200-nvl'],
    ['NVIDIA L40S', 'l40s'],
    ['NVIDIA L4', 'l4'],
    ['NVIDIA GB200', 'gb200'],
    ['TPU v5 lite', 'tpu-v5e'],
    ['Quadro K2000', undefined],
    ['NVIDIA A100-PG509-200', 'a100-sxm4-40'],
  ];
  for (const [name, id] of cases) assert.equal(matchDevice(parts, name)?.id, id, name);
});

test('an unknown accelerator is a Problem that suggests the nearest', () => {
  assert.throws(
    () => findAccelerator(parts, 'h10'),
    (error) => error instanceof Problem && error.message.includes('did you mean h100-sxm5?'),
  );
  assert.throws(
    () => findAccelerator(parts, 'zzzzzzzz'),
    (error) => error instanceof Problem && !error.message.includes('did you mean'),
  );
  assert.equal(lookUp(parts, 'V5E')?.id, 'tpu-v5e');
});

test('a workspace adds a part and corrects one field of another', () => {
  const data = {
    vendor: 'NVIDIA',
    sources: { lab: 'measured in our lab' },
    parts: [
      { id: 'h100-sxm5', tdpWatts: { value: 650, kind: 'user', source: 'lab' } },
      {
        id: 'mychip',
        name: 'My chip',
        family: 'hopper',
        memory: { capacityGB: { value: 16, kind: 'user', source: 'lab' } },
      },
    ],
  };
  const mine = catalogue([{ name: 'mine.yaml', data }]);
  assert.equal(mine.size, 51);
  assert.equal(mine.get('h100-sxm5')?.tdp?.value, 650);
  assert.equal(mine.get('h100-sxm5')?.tdp?.source, 'measured in our lab');
  assert.equal(mine.get('h100-sxm5')?.peak.bf16?.value, 989.4e12);
  assert.equal(mine.get('mychip')?.memory.capacity?.value, 16e9);
});

test('bad data is told with file, part and field', () => {
  const bad = (part: object) => () =>
    catalogue([{ name: 'mine.yaml', data: { vendor: 'Me', parts: [part] } }]);
  assert.throws(
    bad({ id: 'x', name: 'x', family: 'f', tdpWatts: { value: 'lots', kind: 'user', source: 's' } }),
    /mine\.yaml: x\.tdpWatts\.value is "lots"; it should be a number/,
  );
  assert.throws(bad({ id: 'x', name: 'x', family: 'f', tdp: 3 }), /mine\.yaml: x has no field 'tdp'/);
  assert.throws(bad({ name: 'x' }), /mine\.yaml: a part\.id is missing/);
  assert.throws(() => catalogue([{ name: 'mine.yaml', data: 7 }]), /mine\.yaml is 7; it should be a mapping/);
});

test('the schema that checks catalogue files in the editor accepts ours and refuses what the reader refuses', () => {
  const schema: unknown = JSON.parse(readFileSync('schemas/hardware.schema.json', 'utf8'));
  assert.ok(typeof schema === 'object' && schema !== null);
  const validate = new Ajv({ strict: false }).compile(schema);
  for (const file of [nvidia, google, cerebras, sambanova])
    assert.ok(validate(file), JSON.stringify(validate.errors));
  const bad = [
    { parts: [{ id: 'x', tdp: 3 }] },
    { parts: [{ id: 'x', tdpWatts: { value: 'lots', kind: 'user', source: 's' } }] },
    { parts: [{ id: 'x', tdpWatts: { value: 3, kind: 'guess', source: 's' } }] },
    { parts: [{ name: 'x' }] },
  ];
  for (const data of bad) {
    assert.equal(validate(data), false, JSON.stringify(data));
    assert.throws(() => catalogue([{ name: 'mine.yaml', data }]), Problem);
  }
});
