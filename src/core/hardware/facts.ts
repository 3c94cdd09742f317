import { Problem } from '../problem';
import type { Sourced, ValueKind } from '../units/provenance';
import type { SourcedText } from './accelerator';

const KINDS: readonly ValueKind[] = ['datasheet', 'measured', 'derived', 'standard', 'user'];

/** Bad data, and where it is in its file: keys and places in lists from the part (or the file) on. */
export class FactProblem extends Problem {
  constructor(
    message: string,
    readonly steps: readonly string[],
    /** Id of the part; absent where it is not one part's. */
    readonly part?: string,
  ) {
    super(message);
  }
}

/**
 * Reads a part of a YAML data file and names the field in every complaint. A source is written as a key of the
 * file's `sources`, or in words where no such key is there.
 */
export class Facts {
  constructor(
    private readonly data: unknown,
    private readonly path: string,
    private readonly sources: ReadonlyMap<string, string>,
    private readonly steps: readonly string[] = [],
    private readonly part?: string,
  ) {}

  private below(data: unknown, path: string, step: string): Facts {
    return new Facts(data, path, this.sources, [...this.steps, step], this.part);
  }

  private fail(expected: string): never {
    throw new FactProblem(`${this.path} is ${describe(this.data)}; ${expected}`, this.steps, this.part);
  }

  private record(): Readonly<Record<string, unknown>> {
    if (typeof this.data !== 'object' || this.data === null || Array.isArray(this.data))
      this.fail('it should be a mapping');
    return Object.fromEntries(Object.entries(this.data));
  }

  at(key: string): Facts {
    return this.below(this.record()[key], `${this.path}.${key}`, key);
  }

  /** The field read by `read`, or undefined where it is absent. */
  maybe<T>(key: string, read: (facts: Facts) => T): T | undefined {
    const field = this.at(key);
    return field.data === undefined || field.data === null ? undefined : read(field);
  }

  entries(): readonly (readonly [string, Facts])[] {
    return Object.keys(this.record()).map((key) => [key, this.at(key)]);
  }

  list(): readonly Facts[] {
    if (!Array.isArray(this.data)) this.fail('it should be a list');
    return this.data.map((item: unknown, index) => this.below(item, `${this.path}[${index}]`, String(index)));
  }

  /** Complains about fields nobody reads, so that a misspelt one is not silently ignored. */
  only(known: readonly string[]): this {
    const stranger = Object.keys(this.record()).find((key) => !known.includes(key));
    if (stranger !== undefined)
      throw new FactProblem(
        `${this.path} has no field '${stranger}'; its fields are ${known.join(', ')}`,
        [...this.steps, stranger],
        this.part,
      );
    return this;
  }

  text(): string {
    if (typeof this.data !== 'string' || this.data.trim() === '') this.fail('it should be a text');
    return this.data;
  }

  word<W extends string>(allowed: readonly W[]): W {
    const found = allowed.find((word) => word === this.data);
    return found ?? this.fail(`it should be one of ${allowed.join(', ')}`);
  }

  truth(): boolean {
    if (typeof this.data !== 'boolean') this.fail('it should be true or false');
    return this.data;
  }

  number(): number {
    if (typeof this.data !== 'number' || !Number.isFinite(this.data)) this.fail('it should be a number');
    return this.data;
  }

  private source(): string {
    const words = this.at('source').text();
    return this.sources.get(words) ?? words;
  }

  private flags() {
    return {
      source: this.source(),
      note: this.maybe('note', (f) => f.text()),
      unverified: this.maybe('unverified', (f) => f.truth()),
    };
  }

  /** `{ value, low?, high?, kind, source, note?, unverified? }`, turned into SI units by `unit`. */
  sourced<Q extends number>(unit: (value: number) => Q): Sourced<Q> {
    this.only(['value', 'low', 'high', 'kind', 'source', 'year', 'note', 'unverified']);
    const value = this.at('value').number();
    const low = this.maybe('low', (f) => f.number());
    const high = this.maybe('high', (f) => f.number());
    if (value < 0) this.at('value').fail('it should not be negative');
    if ((low ?? value) > value || (high ?? value) < value)
      this.fail('low, value and high should be in that order');
    const kind = this.at('kind').word(KINDS);
    return {
      value: unit(value),
      low: low === undefined ? undefined : unit(low),
      high: high === undefined ? undefined : unit(high),
      kind,
      year: this.maybe('year', (f) => f.number()),
      ...this.flags(),
    };
  }

  /** The same for a share of something: above 0, at most 1. */
  sourcedShare(): Sourced<number> {
    const share = this.sourced((value) => value);
    if (share.value === 0 || share.value > 1)
      this.at('value').fail('it should be a share, above 0 and at most 1');
    return share;
  }

  sourcedText(): SourcedText {
    this.only(['value', 'source', 'note', 'unverified']);
    return { value: this.at('value').text(), ...this.flags() };
  }
}

const describe = (data: unknown): string =>
  data === undefined || data === null
    ? 'missing'
    : Array.isArray(data)
      ? 'a list'
      : typeof data === 'object'
        ? 'a mapping'
        : JSON.stringify(data);
