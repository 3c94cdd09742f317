import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dump, load } from 'js-yaml';
import { Problem } from '../../../src/core/problem';
import type { LocatedValue } from '../../../src/core/text/located';
import { parseYaml } from '../../../src/core/text/yaml';

const plain = (value: LocatedValue): unknown => {
  switch (value.type) {
    case 'object':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry.value)]));
    case 'array':
      return value.items.map(plain);
    case 'scalar':
      return value.value;
  }
};

const at = (value: LocatedValue, ...path: readonly (string | number)[]): LocatedValue =>
  path.reduce<LocatedValue>((node, step) => {
    const child =
      node.type === 'object'
        ? node.entries.get(String(step))?.value
        : node.type === 'array'
          ? node.items[Number(step)]
          : undefined;
    return child ?? assert.fail(`no ${step}`);
  }, value);

const textOf = (text: string, value: LocatedValue) => text.slice(value.range.start, value.range.end);

const thrown = (text: string): Problem => {
  try {
    parseYaml(text);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  return assert.fail('nothing was thrown');
};

describe('YAML with places', () => {
  const text = `# a scenario
name: chat # with a comment
hours: 12.5
deep:
  # above
  list:
    - 1
    - two
    - { three: 3, four: [4, "4"] }
empty:
quoted: 'it''s'
block: |
  line one
  line two
last: true
`;

  it('reads what js-yaml reads', () => {
    assert.deepEqual(plain(parseYaml(text)), load(text));
  });

  it('knows where every value stands', () => {
    const root = parseYaml(text);
    assert.equal(textOf(text, at(root, 'name')), 'chat');
    assert.equal(textOf(text, at(root, 'hours')), '12.5');
    assert.equal(textOf(text, at(root, 'deep', 'list', 1)), 'two');
    assert.equal(textOf(text, at(root, 'deep', 'list', 2)), '{ three: 3, four: [4, "4"] }');
    assert.equal(textOf(text, at(root, 'deep', 'list', 2, 'four', 1)), '"4"');
    assert.equal(textOf(text, at(root, 'quoted')), "'it''s'");
    assert.match(textOf(text, at(root, 'deep', 'list')), /^- 1\n[^]*\]? }$/);
    assert.equal(
      root.type === 'object' && textOf(text, { ...root, range: root.entries.get('last')?.key ?? root.range }),
      'last',
    );
  });

  it('keeps its places behind a byte order mark', () => {
    const marked = `\uFEFFa: 1\nb: 22\n`;
    assert.equal(textOf(marked, at(parseYaml(marked), 'b')), '22');
  });

  it('writes out aliases and merge keys', () => {
    const merged =
      'base: &base { a: 1, b: 2 }\nuse:\n  <<: *base\n  b: 3\nagain: *base\nscalar: &s 5\nfive: *s\n';
    assert.deepEqual(plain(parseYaml(merged)), load(merged));
    assert.deepEqual(plain(at(parseYaml(merged), 'use')), { b: 3, a: 1 });
  });

  it('reads flow mappings with keys alone', () => {
    assert.deepEqual(plain(parseYaml('{a, b: 1, c}')), { a: null, b: 1, c: null });
  });

  it('reads a single value', () => {
    assert.deepEqual(parseYaml('42'), { type: 'scalar', range: { start: 0, end: 2 }, value: 42 });
  });

  it('keeps dates as text', () => {
    assert.deepEqual(plain(parseYaml('launched: 2024-05-01')), { launched: '2024-05-01' });
  });

  it('reads whatever js-yaml writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const written = dump(value);
        assert.deepEqual(plain(parseYaml(written)), load(written));
      }),
    );
  });
});

describe('YAML that is wrong', () => {
  it('is told with line and column', () => {
    const unclosed = thrown('a: 1\nb: [1, 2\n');
    assert.match(unclosed.message, /not valid YAML/);
    assert.equal(unclosed.where.line, 3);
    assert.equal(thrown('a: 1\na: 2\n').where.line, 2);
    assert.match(thrown('a: 1\na: 2\n').message, /duplicated mapping key/);
    assert.match(thrown('a: !python/object x').message, /unknown tag/);
    assert.match(thrown('  ').message, /empty/);
  });

  it('may not be nested without end', () => {
    assert.match(thrown('['.repeat(100_000)).message, /nested deeper than 1000/);
    assert.match(thrown('- '.repeat(100_000)).message, /nested deeper than 1000/);
    assert.match(thrown('{a: '.repeat(100_000)).message, /nested deeper than 1000/);
  });

  it('may not expand without end', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    assert.match(thrown(lines.join('\n')).message, /aliases expand/);
  });

  it('may not refer to itself', () => {
    assert.match(thrown('a: &a [*a]').message, /inside its own anchor/);
  });

  it('never crashes on damaged text', () => {
    const good = 'a: &x {b: [1, 2, "three"]}\nc: *x\nd:\n  - e: |\n      f\n  - ? g\n    : h\n';
    fc.assert(
      fc.property(fc.nat(good.length), fc.string({ maxLength: 5 }), (where, noise) => {
        try {
          parseYaml(good.slice(0, where) + noise + good.slice(where));
        } catch (error) {
          assert.ok(error instanceof Problem, String(error));
        }
      }),
      { numRuns: 500 },
    );
  });
});
