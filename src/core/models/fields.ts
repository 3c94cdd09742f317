import { Problem } from '../problem';
import { type LocatedEntry, type LocatedValue, positionAt, type SourceRange } from '../text/located';

type Scalar = string | number | boolean | null;

const show = (value: LocatedValue): string =>
  value.type === 'scalar' ? JSON.stringify(value.value) : value.type === 'array' ? 'a list' : 'an object';

const oneOf = (names: string | readonly string[]): readonly string[] =>
  typeof names === 'string' ? [names] : names;

/**
 * Typed reading of a config object. A key that is absent or null counts as not given. Several names are
 * spellings of one field: the first given counts. Remembers what was read, and where it stands.
 */
export class Fields {
  private readonly read: Map<string, { key: SourceRange; value: SourceRange }>;

  constructor(
    private readonly text: string,
    readonly value: LocatedValue & { readonly type: 'object' },
    private readonly path = '',
    read?: Map<string, { key: SourceRange; value: SourceRange }>,
    /** Keys of `value` that stand for what is left out: other spellings of a field come before them. */
    private readonly fallback: ReadonlySet<string> = new Set(),
  ) {
    this.read = read ?? new Map();
  }

  /** Fields read so far, by dotted path. */
  get used(): ReadonlyMap<string, { readonly key: SourceRange; readonly value: SourceRange }> {
    return this.read;
  }

  get names(): readonly string[] {
    return [...this.value.entries.keys()];
  }

  has(names: string | readonly string[]): boolean {
    return this.find(names) !== undefined;
  }

  /** Whether the key is there with the value null, which for some families is not the same as being absent. */
  isNull(name: string): boolean {
    const value = this.value.entries.get(name)?.value;
    return value?.type === 'scalar' && value.value === null;
  }

  /** Whether a key holds just this word, such as "auto" in place of a number. */
  isWord(name: string, word: string): boolean {
    const value = this.value.entries.get(name)?.value;
    return value?.type === 'scalar' && value.value === word;
  }

  /** Whether a key holds the word false, which turns off what its absence does too. */
  isFalse(name: string): boolean {
    const value = this.value.entries.get(name)?.value;
    return value?.type === 'scalar' && value.value === false;
  }

  /** Whether a key holds a text. */
  isText(name: string): boolean {
    const value = this.value.entries.get(name)?.value;
    return value?.type === 'scalar' && typeof value.value === 'string';
  }

  /** A whole number of at least `least` (1 unless said). @throws Problem where it is absent or something else. */
  count(names: string | readonly string[], least = 1): number {
    return this.optionalCount(names, least) ?? this.missing(names, 'a whole number');
  }

  optionalCount(names: string | readonly string[], least = 1): number | undefined {
    return this.scalar(names, `a whole number of at least ${least}`, (value) =>
      typeof value === 'number' && Number.isSafeInteger(value) && value >= least ? value : undefined,
    );
  }

  optionalNumber(names: string | readonly string[]): number | undefined {
    return this.scalar(names, 'a number', (value) => (typeof value === 'number' ? value : undefined));
  }

  optionalText(names: string | readonly string[]): string | undefined {
    return this.scalar(names, 'a text', (value) => (typeof value === 'string' ? value : undefined));
  }

  /** A flag; null, which a config class takes for a value of its own, is no more true than it is in Python. */
  flag(names: string | readonly string[], otherwise: boolean): boolean {
    const given = this.scalar(names, 'true or false', (value) =>
      typeof value === 'boolean' ? value : undefined,
    );
    return given ?? (oneOf(names).some((name) => this.isNull(name)) ? false : otherwise);
  }

  /** An object inside this one. */
  object(names: string | readonly string[]): Fields | undefined {
    const found = this.find(names);
    if (found === undefined) return undefined;
    const { name, entry } = found;
    if (entry.value.type !== 'object') this.wrong(name, entry, 'an object');
    return new Fields(this.text, entry.value, this.dotted(name), this.read);
  }

  /** An object inside this one, empty where it is absent: all its fields have their defaults. */
  objectOrEmpty(name: string): Fields {
    const { start } = this.value.range;
    const empty = { type: 'object', range: { start, end: start }, entries: new Map() } as const;
    return this.object(name) ?? new Fields(this.text, empty, this.dotted(name), this.read);
  }

  /** A list of scalars of one kind. */
  list<T extends string | number | boolean>(
    names: string | readonly string[],
    kind: 'string' | 'number' | 'boolean',
  ): readonly T[] | undefined {
    const found = this.find(names);
    if (found === undefined) return undefined;
    const { name, entry } = found;
    if (entry.value.type !== 'array') this.wrong(name, entry, 'a list');
    return entry.value.items.map((item) => {
      if (item.type !== 'scalar' || typeof item.value !== kind) this.wrong(name, entry, `a list of ${kind}s`);
      return item.value as T;
    });
  }

  /** A number, or a list of them, as a list: sizes that may differ per axis or level. */
  numbers(names: string | readonly string[]): readonly number[] | undefined {
    const found = this.find(names);
    if (found === undefined) return undefined;
    const { name, entry } = found;
    const items = entry.value.type === 'array' ? entry.value.items : [entry.value];
    return items.map((item) =>
      item.type === 'scalar' && typeof item.value === 'number'
        ? item.value
        : this.wrong(name, entry, 'a number or a list of numbers'),
    );
  }

  /** A list of lists of scalars of one kind. */
  rows<T extends string | number>(
    names: string | readonly string[],
    kind: 'string' | 'number',
  ): readonly (readonly T[])[] | undefined {
    const found = this.find(names);
    if (found === undefined) return undefined;
    const { name, entry } = found;
    const wrong = (): never => this.wrong(name, entry, `a list of lists of ${kind}s`);
    if (entry.value.type !== 'array') return wrong();
    return entry.value.items.map((row) =>
      row.type === 'array'
        ? row.items.map((item) =>
            item.type === 'scalar' && typeof item.value === kind ? (item.value as T) : wrong(),
          )
        : wrong(),
    );
  }

  /** How many entries a list has, whatever they are. */
  lengthOf(name: string): number | undefined {
    const found = this.find(name);
    if (found === undefined) return undefined;
    if (found.entry.value.type !== 'array') this.wrong(name, found.entry, 'a list');
    return found.entry.value.items.length;
  }

  /** Sizes that may differ per axis or level: a whole number of at least 1, or a list of them, as a list. */
  counts(names: string | readonly string[]): readonly number[] | undefined {
    const wrong = this.numbers(names)?.find((size) => !Number.isSafeInteger(size) || size < 1);
    if (wrong !== undefined) {
      this.fail(
        names,
        `${this.dotted(oneOf(names)[0] ?? '')} has ${wrong}; expected whole numbers of at least 1`,
      );
    }
    return this.numbers(names);
  }

  /** The objects of a list. */
  objects(names: string | readonly string[]): readonly Fields[] | undefined {
    const found = this.find(names);
    if (found === undefined) return undefined;
    const { name, entry } = found;
    if (entry.value.type !== 'array') this.wrong(name, entry, 'a list of objects');
    return entry.value.items.map((item, i) =>
      item.type === 'object'
        ? new Fields(this.text, item, `${this.dotted(name)}.${i}`, this.read)
        : this.wrong(name, entry, 'a list of objects'),
    );
  }

  /**
   * The same object, where a key that is absent has the value that its config class gives it, and some have a
   * value that stands elsewhere whatever they say.
   */
  withDefaults(
    defaults: Readonly<Record<string, string | number | boolean>>,
    overrides: Readonly<Record<string, string | number | boolean>> = {},
  ): Fields {
    const { start } = this.value.range;
    const nowhere = { start, end: start };
    const located = (values: typeof defaults) =>
      Object.entries(values).map(([name, value]): [string, LocatedEntry] => [
        name,
        { key: nowhere, value: { type: 'scalar', range: nowhere, value } },
      ]);
    const entries = new Map([...located(defaults), ...this.value.entries, ...located(overrides)]);
    const filled = Object.keys(defaults).filter((name) => !this.value.entries.has(name));
    const fallback = new Set([...this.fallback, ...filled].filter((name) => !(name in overrides)));
    return new Fields(this.text, { ...this.value, entries }, this.path, this.read, fallback);
  }

  /** Reports a value that cannot be. */
  fail(names: string | readonly string[], message: string): never {
    const found = this.find(names);
    const where = positionAt(this.text, found?.entry.value.range.start ?? this.value.range.start);
    throw new Problem(message, where);
  }

  private find(names: string | readonly string[]): { name: string; entry: LocatedEntry } | undefined {
    const all = oneOf(names);
    const given = all.filter((name) => !this.fallback.has(name));
    for (const name of given.length === all.length ? all : [...given, ...all]) {
      const entry = this.value.entries.get(name);
      if (entry === undefined || (entry.value.type === 'scalar' && entry.value.value === null)) continue;
      const given = entry.key.end > entry.key.start;
      if (given) this.read.set(this.dotted(name), { key: entry.key, value: entry.value.range });
      return { name, entry };
    }
    return undefined;
  }

  private scalar<T>(
    names: string | readonly string[],
    expected: string,
    accept: (value: Scalar) => T | undefined,
  ): T | undefined {
    const found = this.find(names);
    if (found === undefined) return undefined;
    const { name, entry } = found;
    const accepted = entry.value.type === 'scalar' ? accept(entry.value.value) : undefined;
    return accepted ?? this.wrong(name, entry, expected);
  }

  private dotted(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  private wrong(name: string, entry: LocatedEntry, expected: string): never {
    const where = positionAt(this.text, entry.value.range.start);
    throw new Problem(`${this.dotted(name)} is ${show(entry.value)}; expected ${expected}`, where);
  }

  private missing(names: string | readonly string[], expected: string): never {
    const [name] = oneOf(names);
    const where = positionAt(this.text, this.value.range.start);
    throw new Problem(`${this.dotted(name ?? '')} is missing; expected ${expected}`, where);
  }
}
