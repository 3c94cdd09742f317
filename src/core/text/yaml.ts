import { CORE_SCHEMA, load, Type, YAMLException } from 'js-yaml';
import { Problem, type ProblemLocation } from '../problem';
import { MAX_CONFIG_BYTES, MAX_DEPTH } from './json';
import { type LocatedEntry, type LocatedValue, positionAt, type SourceRange } from './located';

/** Values with every alias written out; a text that expands to more is an attack or a mistake. */
const MAX_EXPANDED_VALUES = 1_000_000;

const MERGE_KEY = '<<';
/** Characters in which a tag and the name of an anchor fit. */
const NAME_WINDOW = 200;
const mergeKey = new Type('tag:yaml.org,2002:merge', {
  kind: 'scalar',
  resolve: (key: unknown) => key === MERGE_KEY,
});
/** YAML 1.2's core types and merge keys: no dates, no binary, no code. */
const SCHEMA = CORE_SCHEMA.extend({ implicit: [mergeKey] });

/** A value with the number of values it stands for. */
interface Sized {
  readonly value: LocatedValue;
  readonly size: number;
}

/** What the parser made of a value: by its identity a value is known that was only looked at as a key. */
interface Built extends Sized {
  readonly result: unknown;
}

/** A value being read: where the parser began to look for it, and what it has read inside. */
interface Open {
  readonly from: number;
  readonly children: Built[];
}

/**
 * Parses one YAML document with the place of every value. Aliases share the value of their anchor, merge keys are
 * merged. @throws Problem naming line and column.
 */
export const parseYaml = (source: string): LocatedValue => {
  if (source.length > MAX_CONFIG_BYTES) {
    throw new Problem(`the text has ${source.length} characters; expected at most ${MAX_CONFIG_BYTES}`);
  }
  if (source.trim() === '') throw new Problem('the file is empty; expected YAML', { line: 1, column: 1 });
  // The parser drops a byte order mark; a blank one keeps every offset.
  const mark = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  const builder = new Builder(source.slice(mark), mark, source);
  try {
    load(source.slice(mark), {
      schema: SCHEMA,
      listener: (event, state) => {
        if (event === 'open') builder.open(state.position);
        else builder.close(state.position, state.kind as string | null, state.result as unknown);
      },
    });
  } catch (error) {
    if (error instanceof YAMLException) throw new Problem(`not valid YAML: ${error.reason}`, whereOf(error));
    throw error;
  }
  return builder.finish();
};

const whereOf = ({ mark }: YAMLException): ProblemLocation => ({
  line: mark.line + 1,
  column: mark.column + 1,
});

/** Follows the parser's events and builds the tree with its places. */
class Builder {
  private readonly stack: Open[] = [];
  private readonly anchors = new Map<string, Sized>();
  private root: Sized | undefined;

  constructor(
    private readonly text: string,
    private readonly shift: number,
    private readonly source: string,
  ) {}

  open(position: number): void {
    if (this.stack.length > MAX_DEPTH) {
      throw this.problem(`nested deeper than ${MAX_DEPTH} levels; a config has fewer than 10`, position);
    }
    this.stack.push({ from: position, children: [] });
  }

  close(position: number, kind: string | null, result: unknown): void {
    const node = this.stack.pop();
    if (node === undefined) throw new Error('js-yaml closed a value it never opened');
    const built = this.build(node, position, kind, result);
    if (built.size > MAX_EXPANDED_VALUES) {
      throw this.problem(`aliases expand to more than ${MAX_EXPANDED_VALUES} values`, node.from);
    }
    const parent = this.stack.at(-1);
    if (parent === undefined) this.root = built;
    else parent.children.push({ value: built.value, size: built.size, result });
  }

  finish(): LocatedValue {
    if (this.root === undefined) throw new Problem('no value; expected YAML', { line: 1, column: 1 });
    return this.root.value;
  }

  private build({ from, children }: Open, position: number, kind: string | null, result: unknown): Sized {
    const start = Math.min(this.skipBlank(from), position);
    const range = this.rangeOf(start, position);
    const named = this.nameAt(start);
    const [first] = children;
    // The parser tries every value as a key first, and keeps what it read when no colon follows.
    const kept = first !== undefined && children.length === 1 && first.result === result;
    if (!kept && kind === null && named?.[1] === '*') return this.alias(named[2] ?? '', start);
    const built = kept ? first : this.value(range, children, kind, result);
    if (named?.[1] === '&') this.anchors.set(named[2] ?? '', built);
    return built;
  }

  /** The anchor (&) or alias (*) that a value begins with, behind its tag. */
  private nameAt(start: number): RegExpExecArray | null {
    const sign = this.text[start];
    if (sign !== '&' && sign !== '*' && sign !== '!') return null;
    return /^(?:!\S*\s+)?([&*])([^\s,[\]{}]+)/.exec(this.text.slice(start, start + NAME_WINDOW));
  }

  private value(range: SourceRange, children: readonly Sized[], kind: string | null, result: unknown): Sized {
    const size = children.reduce((sum, child) => sum + child.size, 1);
    switch (kind) {
      case 'mapping':
        return { value: { type: 'object', range, entries: this.entries(children) }, size };
      case 'sequence':
        if (!Array.isArray(result) || result.length !== children.length) {
          throw this.problem(
            'a pair stands in a list without braces; expected { key: value }',
            range.start - this.shift,
          );
        }
        return { value: { type: 'array', range, items: children.map((child) => child.value) }, size };
      default:
        return { value: { type: 'scalar', range, value: this.scalar(result, range) }, size };
    }
  }

  private scalar(result: unknown, range: SourceRange): string | number | boolean | null {
    if (result === null || result === undefined) return null;
    if (typeof result === 'string' || typeof result === 'number' || typeof result === 'boolean')
      return result;
    throw this.problem(
      'a value that is neither text, number, true, false nor null',
      range.start - this.shift,
    );
  }

  /** Keys and values in the order of the text; a key without a colon after it has no value. */
  private entries(children: readonly Sized[]): ReadonlyMap<string, LocatedEntry> {
    const entries = new Map<string, LocatedEntry>();
    const merged: LocatedValue[] = [];
    for (let i = 0; i < children.length; i++) {
      const key = children[i]?.value;
      if (key?.type !== 'scalar') {
        throw this.problem('a key that is not a single value', (key?.range.start ?? this.shift) - this.shift);
      }
      const colon = this.skipBlank(key.range.end - this.shift);
      const empty: LocatedValue = {
        type: 'scalar',
        range: { start: key.range.end, end: key.range.end },
        value: null,
      };
      const value = this.text[colon] === ':' ? (children[++i]?.value ?? empty) : empty;
      if (key.value === MERGE_KEY) merged.push(value);
      else entries.set(String(key.value), { key: key.range, value });
    }
    for (const value of merged) mergeInto(entries, value);
    return entries;
  }

  private alias(name: string, start: number): Sized {
    const target = this.anchors.get(name);
    if (target === undefined) throw this.problem(`the alias *${name} stands inside its own anchor`, start);
    return target;
  }

  /** The offset of the next character that is neither blank nor in a comment. */
  private skipBlank(from: number): number {
    let at = from;
    for (;;) {
      const c = this.text[at];
      if (c === ' ' || c === '\t' || c === '\n' || c === '\r') at++;
      else if (c === '#' && (at === 0 || /\s/.test(this.text[at - 1] ?? ''))) {
        const end = this.text.indexOf('\n', at);
        at = end === -1 ? this.text.length : end;
      } else return at;
    }
  }

  /** Without the blanks and line ends that the parser has read behind the value. */
  private rangeOf(start: number, end: number): SourceRange {
    let last = Math.min(end, this.text.length);
    while (last > start && /\s/.test(this.text[last - 1] ?? '')) last--;
    return { start: start + this.shift, end: Math.max(start, last) + this.shift };
  }

  private problem(message: string, offset: number): Problem {
    return new Problem(message, positionAt(this.source, Math.max(0, offset) + this.shift));
  }
}

/** Takes over what a merged mapping, or each of a list of them, has and the mapping has not. */
const mergeInto = (entries: Map<string, LocatedEntry>, value: LocatedValue): void => {
  if (value.type === 'array') for (const item of value.items) mergeInto(entries, item);
  if (value.type !== 'object') return;
  for (const [key, entry] of value.entries) if (!entries.has(key)) entries.set(key, entry);
};
