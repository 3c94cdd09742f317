import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import Ajv from 'ajv';
import { estimate } from '../../../src/core/estimate/estimate';
import { catalogue } from '../../../src/core/hardware/catalogue/index';
import { findAccelerator } from '../../../src/core/hardware/find';
import { machineOf } from '../../../src/core/hardware/performance/machine';
import { ratesOf } from '../../../src/core/hardware/performance/rates';
import { readPartsFile } from '../../../src/core/hardware/workspace';
import { Problem } from '../../../src/core/problem';
import { hardwareDocument } from '../../../src/core/report/documents/hardware';
import { serving } from '../estimate/workloads';

const NAME = '.wattlens/hardware/processor-under-test.yaml';
const written = readFileSync('test/fixtures/measured/processor-under-test.yaml', 'utf8');
const file = readPartsFile(written, NAME);
const parts = catalogue([file]);
const part = findAccelerator(parts, 'processor-under-test');

test('what tools/measure writes is a part, each value measured, with the run as its source', () => {
  const shares = Object.values(part.rates);
  assert.equal(shares.length, 7);
  for (const fact of [...shares, part.launch?.host, part.memory.bandwidth, part.peak.fp32]) {
    assert.equal(fact?.kind, 'measured');
    assert.match(fact.source, /^tools\/measure on .*, \d{4}-\d\d-\d\d, PyTorch \d/);
    assert.ok((fact.year ?? 0) >= 2026);
  }
  const schema: unknown = JSON.parse(readFileSync('schemas/hardware.schema.json', 'utf8'));
  assert.ok(typeof schema === 'object' && schema !== null);
  const validate = new Ajv({ strict: false }).compile(schema);
  assert.ok(validate(file.data), JSON.stringify(validate.errors));
});

test('shares of a part count before those of its family, launch times before those of the engine', () => {
  const rates = ratesOf(part);
  assert.equal(rates.attentionDecode.fraction, part.rates.attentionDecode?.value);
  assert.equal(rates.attentionDecode.inheritedFrom, undefined);
  // Not measured: of narrow weights that of wide ones, as measured; of narrow products that of wide ones.
  assert.equal(rates.streamNarrow.fraction, part.rates.stream?.value);
  assert.equal(rates.streamNarrow.inheritedFrom, 'its own stream');
  const eager = machineOf(part, 'transformers').engine.terms;
  assert.equal(eager.hostKernel.value, part.launch?.host?.value);
  assert.equal(machineOf(part, 'vllm').engine.terms.hostKernel.value, 0);
  const { assumptions } = estimate(serving(1), { accelerator: part.id, count: 1 }, parts);
  const assumed = assumptions.find(({ id }) => id === 'rate.attentionDecode');
  assert.equal(assumed?.value, part.rates.attentionDecode?.value);
  assert.match(assumed?.source ?? '', /^tools\/measure/);
});

test('the card shows what was reached', () => {
  const cells = hardwareDocument([part]).blocks.flatMap((block) =>
    block.kind === 'table' ? block.rows.map(([label]) => label) : [],
  );
  assert.ok(cells.includes('Reached of bandwidth, attentionDecode'));
  assert.ok(cells.includes('Host time to launch a kernel'));
});

test('a share above 1, or of nothing, is refused in its place', () => {
  for (const value of [1.2, 0]) {
    const text = `parts:\n  - id: h100-sxm5\n    rates:\n      stream: { value: ${value}, kind: measured, source: x }\n`;
    assert.throws(
      () => readPartsFile(text, NAME),
      (error) =>
        error instanceof Problem && error.where.line === 4 && /above 0 and at most 1/.test(error.message),
    );
  }
  assert.throws(
    () => readPartsFile('parts:\n  - id: h100-sxm5\n    rates:\n      speed: 3\n', NAME),
    /no field 'speed'/,
  );
});
