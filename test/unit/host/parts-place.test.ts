import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { partsFieldsAt, snippetOf, unitOf } from '../../../src/host/hardware/parts-schema';
import { yamlPlaceAt } from '../../../src/host/editor/yaml-place';

/** The place of the bar in a text. */
const at = (text: string) => {
  const [before = ''] = text.split('|');
  const lines = before.split('\n');
  return yamlPlaceAt(lines, lines.at(-1)?.length ?? 0);
};

const START = 'vendor: Own\nsources:\n  rack: our rack, 2026\nparts:\n';

describe('a place in a YAML text', () => {
  it('is at the top, and knows what stands there', () => {
    const { path, field, written } = at(`${START}|`);
    assert.deepEqual(path, []);
    assert.equal(field, undefined);
    assert.deepEqual([...written], ['vendor', 'sources', 'parts']);
  });

  it('is in an item of a list, behind its dash and in its lines', () => {
    for (const text of [`${START}  - |`, `${START}  - id: x\n    |`, `${START}- id: x\n  |`]) {
      const { path, isItem } = at(text);
      assert.deepEqual(path, ['parts'], text);
      assert.equal(isItem, true, text);
    }
    assert.deepEqual([...at(`${START}  - id: x\n    # no\n    name: y\n    |`).written], ['id', 'name']);
  });

  it('begins anew with the next item', () => {
    const { path, written } = at(`${START}  - id: x\n    memory:\n      capacityGB: 3\n  - |`);
    assert.deepEqual(path, ['parts']);
    assert.deepEqual([...written], []);
  });

  it('is deeper where the line is, and above where it is not', () => {
    const memory = `${START}  - id: x\n    memory:\n      stacks: { value: 4, source: a }\n`;
    assert.deepEqual(at(`${memory}      |`).path, ['parts', 'memory']);
    assert.deepEqual(at(`${memory}    |`).path, ['parts']);
    assert.deepEqual([...at(`${memory}    |`).written], ['id', 'memory']);
  });

  it('is a value behind the colon, and a name again behind a comma in braces', () => {
    assert.equal(at(`${START}  - id: |`).field, 'id');
    const power = `${START}  - id: x\n    tdpWatts: { value: 7, kind: `;
    assert.deepEqual(at(`${power}|`).path, ['parts', 'tdpWatts']);
    assert.equal(at(`${power}|`).field, 'kind');
    const next = at(`${power}user, |`);
    assert.equal(next.field, undefined);
    assert.deepEqual([...next.written], ['value', 'kind']);
    assert.deepEqual(at(`${power}user }\n    |`).path, ['parts']);
  });

  it('follows braces and lists over lines, with words in quotes and comments in them', () => {
    const links = `${START}  - id: x\n    links:\n      - {\n          name: 'A: {b', # odd: {\n          level: `;
    assert.deepEqual(at(`${links}|`).path, ['parts', 'links']);
    assert.equal(at(`${links}|`).field, 'level');
    const idle = `${START}  - id: x\n    aliases: [a, b]\n    idle: [{ state: bare, watts: { |`;
    assert.deepEqual(at(idle).path, ['parts', 'idle', 'watts']);
  });
});

describe('the fields of a file of parts', () => {
  const named = (path: readonly string[], name: string) => {
    const field = partsFieldsAt(path).find((one) => one.name === name);
    assert.ok(field, `${path.join('.')} has no ${name}`);
    return field;
  };

  it('come from the schema, level by level', () => {
    assert.deepEqual(
      partsFieldsAt([]).map(({ name }) => name),
      ['vendor', 'sources', 'parts'],
    );
    assert.ok(named(['parts', 'idle'], 'state').values.includes('bare'));
    assert.ok(named(['parts', 'memory', 'capacityGB'], 'kind').values.includes('user'));
    assert.ok(named(['parts', 'rates'], 'matmul').fields?.some(({ name }) => name === 'source'));
    assert.deepEqual(partsFieldsAt(['parts', 'nonsense']), []);
  });

  it('have units', () => {
    assert.equal(unitOf(['parts', 'memory'], named(['parts', 'memory'], 'bandwidthGBs')), '10⁹ bytes/s');
    assert.equal(unitOf(['parts', 'peakTflops'], named(['parts', 'peakTflops'], 'bf16')), 'TFLOP/s');
    assert.equal(unitOf(['parts'], named(['parts'], 'name')), undefined);
  });

  it('are inserted with all that they cannot be without', () => {
    assert.match(
      snippetOf(named(['parts'], 'tdpWatts'), false),
      /^tdpWatts: \{ value: \$1, kind: \$\{2\|user,.*\|\}, source: \$3 \}$/,
    );
    assert.equal(snippetOf(named([], 'parts'), false), 'parts:\n  - id: $0');
    assert.equal(snippetOf(named(['parts'], 'memory'), false), 'memory:\n  $0');
    assert.equal(snippetOf(named(['parts', 'idle'], 'state'), true), 'state: $0');
  });
});
