import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { catalogue } from '../../../src/core/hardware/catalogue/index';
import { findAccelerator } from '../../../src/core/hardware/find';
import { readPartsFile } from '../../../src/core/hardware/workspace';
import { Problem } from '../../../src/core/problem';
import { hardwareDocument } from '../../../src/core/report/documents/hardware';
import { sourceLink } from '../../../src/core/units/source-link';

const NAME = '.wattlens/hardware/own.yaml';
const place = (text: string): Problem => {
  try {
    readPartsFile(text, NAME);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing is wrong with it');
};

describe('a workspace’s parts', () => {
  it('correct built-in ones field by field', () => {
    const file = readPartsFile(
      'parts:\n  - id: h100-sxm5\n    tdpWatts: { value: 650, kind: user, source: our rack }\n',
      NAME,
    );
    const part = findAccelerator(catalogue([file]), 'h100');
    assert.equal(part.tdp?.value, 650);
    assert.equal(part.memory.capacity?.value, 80e9);
  });

  it('are complained about with line and column', () => {
    const field = place('parts:\n  - id: h100-sxm5\n    tdpWatts: { value: high, kind: user, source: x }\n');
    assert.deepEqual({ line: field.where.line, column: field.where.column }, { line: 3, column: 17 });
    assert.match(field.message, /h100-sxm5\.tdpWatts\.value is "high"; it should be a number/);
    const unknown = place('parts:\n  - id: h100-sxm5\n    tdp: 4\n');
    assert.equal(unknown.where.line, 3);
    assert.match(unknown.message, /has no field 'tdp'/);
    const lacking = place('vendor: Us\nparts:\n  - id: ours\n    name: Ours\n');
    assert.equal(lacking.where.line, 3);
    assert.match(lacking.message, /family/);
    const nameless = place('parts:\n  - name: Nobody\n');
    assert.equal(nameless.where.line, 2);
    const yaml = place('parts: [\n');
    assert.match(yaml.message, /not valid YAML/);
    assert.ok((yaml.where.line ?? 0) >= 1);
    assert.equal(place('parts: 4\n').where.line, 1);
    assert.equal(place('- 1\n').where.line, 1);
  });
});

describe('the card of a part', () => {
  it('has every level from block to system, each value with its kind and source', () => {
    const { blocks } = hardwareDocument([findAccelerator(catalogue(), 'h100')]);
    const tables = blocks.filter((block) => block.kind === 'table');
    assert.deepEqual(
      tables.map(({ heading }) => heading),
      ['Block', 'Accelerator', 'Node', 'System'],
    );
    for (const { rows } of tables)
      for (const [label, value, , source] of rows)
        assert.ok(value !== undefined && source !== undefined && source !== '', String(label));
    const cells = tables.flatMap(({ rows }) => rows).map(([, , , source]) => source);
    assert.ok(
      cells.some((cell) => typeof cell === 'object' && cell.href === 'https://arxiv.org/abs/2605.23918'),
    );
  });

  it('can be made of every part, and says of which level nothing is known', () => {
    for (const part of catalogue().values()) assert.ok(hardwareDocument([part]).blocks.length >= 4, part.id);
    const { blocks } = hardwareDocument([findAccelerator(catalogue(), 'm2ultra')]);
    assert.ok(blocks.some((block) => block.kind === 'note' && block.text.startsWith('Block: nothing')));
  });

  it('finds addresses in sources, and nothing in words', () => {
    assert.equal(sourceLink('see https://example.org/a, page 3'), 'https://example.org/a');
    assert.equal(sourceLink('Zeus, arXiv 2208.06102'), 'https://arxiv.org/abs/2208.06102');
    assert.equal(sourceLink('doi 10.1145/3579371.3589350'), 'https://doi.org/10.1145/3579371.3589350');
    assert.equal(sourceLink('NVIDIA H100 datasheet'), undefined);
  });
});
