/** One line of names.yaml. A wrong line is a fault of ours, so it throws a plain Error. */
export class Entry {
  constructor(
    private readonly name: string,
    private readonly data: Readonly<Record<string, unknown>>,
  ) {}

  number(key: string): number {
    return this.optionalNumber(key) ?? this.wrong(key, 'a number');
  }

  optionalNumber(key: string): number | undefined {
    const value = this.data[key];
    if (value === undefined) return undefined;
    return typeof value === 'number' ? value : this.wrong(key, 'a number');
  }

  numbers(key: string): readonly number[] {
    return this.optionalNumbers(key) ?? this.wrong(key, 'a list of numbers');
  }

  optionalNumbers(key: string): readonly number[] | undefined {
    const value = this.data[key];
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) return this.wrong(key, 'a list of numbers');
    return value.map((item: unknown) =>
      typeof item === 'number' ? item : this.wrong(key, 'a list of numbers'),
    );
  }

  text(key: string): string | undefined {
    const value = this.data[key];
    if (value === undefined) return undefined;
    return typeof value === 'string' ? value : this.wrong(key, 'a text');
  }

  flag(key: string, otherwise = false): boolean {
    const value = this.data[key];
    if (value === undefined) return otherwise;
    return typeof value === 'boolean' ? value : this.wrong(key, 'true or false');
  }

  private wrong(key: string, expected: string): never {
    throw new Error(`names.yaml: ${this.name}.${key} is not ${expected}`);
  }
}
