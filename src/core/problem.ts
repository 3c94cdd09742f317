/** Where in the input a problem is. Lines and columns count from 1, bytes from 0. */
export interface ProblemLocation {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly byte?: number | undefined;
}

/**
 * Bad input or bad usage, told in one sentence: what is wrong, where, and what would be right.
 * Everything else that throws is a fault of ours.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    message: string,
    readonly where: ProblemLocation = {},
  ) {
    super(message);
  }

  /** The same problem with the file it is in. */
  inFile(file: string): Problem {
    return new Problem(this.message, { ...this.where, file: this.where.file ?? file });
  }

  /** `file:line:column: message`, as editors and terminals link it; without a file, the place in words. */
  describe(): string {
    const { file, line, column, byte } = this.where;
    const words =
      line !== undefined
        ? `line ${line}${column === undefined ? '' : `, column ${column}`}`
        : byte === undefined
          ? undefined
          : `byte ${byte}`;
    if (file === undefined || file === '')
      return words === undefined ? this.message : `${words}: ${this.message}`;
    const place =
      line === undefined
        ? words === undefined
          ? ''
          : ` at ${words}`
        : `:${line}${column === undefined ? '' : `:${column}`}`;
    return `${file}${place}: ${this.message}`;
  }
}
