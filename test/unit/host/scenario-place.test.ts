import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explain } from '../../../src/host/editor/json-schema';
import { placeAt, SCENARIO_FIELDS } from '../../../src/host/scenario/schema';
import { SECTIONS } from '../../../src/core/scenario/read';

const TEXT = ['name: chat', 'workload:', '  file: a.json', '  dtype: ', 'site:', '  # where', '  '];
const at = (line: number, character: number) => placeAt(TEXT.slice(0, line + 1), character);

describe('a place in a scenario', () => {
  it('has the sections at the top', () => {
    const { section, fields, field, inValue } = at(1, 3);
    assert.equal(section, undefined);
    assert.deepEqual(
      fields.map(({ name }) => name),
      ['name', ...Object.keys(SECTIONS)],
    );
    assert.equal(field?.name, 'workload');
    assert.equal(inValue, false);
  });

  it('has the fields of the section above it, comments and half-typed lines aside', () => {
    assert.equal(at(6, 2).section?.name, 'site');
    assert.deepEqual(
      at(6, 2).fields.map(({ name }) => name),
      [...SECTIONS.site],
    );
  });

  it('is a value behind the colon', () => {
    const { field, inValue } = at(3, 9);
    assert.equal(inValue, true);
    assert.ok(field?.values.includes('bf16'));
    assert.equal(at(3, 4).inValue, false);
  });
});

describe('a field of a scenario', () => {
  it('is told with its default and values', () => {
    const basis = SCENARIO_FIELDS.find(({ name }) => name === 'site')?.fields?.find(
      ({ name }) => name === 'basis',
    );
    assert.ok(basis);
    assert.match(explain(basis), /^The place's grid.*\n\nDefault: location\.\n\nSuch as location, market\.$/);
  });
});
