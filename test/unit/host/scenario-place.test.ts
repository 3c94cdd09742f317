import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explain } from '../../../src/host/editor/json-schema';
import { yamlPlaceAt } from '../../../src/host/editor/yaml-place';
import { SCENARIO_FIELDS, scenarioFieldsAt } from '../../../src/host/scenario/schema';
import { SECTIONS } from '../../../src/core/scenario/read';

const TEXT = ['name: chat', 'workload:', '  file: a.json', '  dtype: ', 'site:', '  # where', '  '];
/** What may stand at a place, and the field whose value it is. */
const at = (line: number, character: number, text: readonly string[] = TEXT) => {
  const { path, field } = yamlPlaceAt(text.slice(0, line + 1), character);
  const fields = scenarioFieldsAt(path);
  return { names: fields.map(({ name }) => name), field: fields.find(({ name }) => name === field) };
};

describe('a place in a scenario', () => {
  it('has the sections at the top', () => {
    const { names, field } = at(1, 3);
    assert.deepEqual(names, ['name', ...Object.keys(SECTIONS)]);
    assert.equal(field, undefined);
  });

  it('has the fields of the section above it, comments and half-typed lines aside', () => {
    assert.deepEqual(at(6, 2).names, [...SECTIONS.site]);
  });

  it('is a value behind the colon', () => {
    assert.ok(at(3, 9).field?.values.includes('bf16'));
    assert.equal(at(3, 4).field, undefined);
  });

  it('may be in braces, where a section is one line', () => {
    const line = 'site: { basis: market,  }';
    assert.ok(at(0, line.indexOf('market'), [line]).field?.values.includes('market'));
    assert.deepEqual(at(0, line.length - 2, [line]).names, [...SECTIONS.site]);
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
