const PAGE_BITS = 10;
const PAGE_ROWS = 1 << PAGE_BITS;
const PAGE_MASK = PAGE_ROWS - 1;
/** Marks "no value" in a page of integers; a column that meets this very value becomes one of doubles, where NaN does. */
const ABSENT = -0x8000_0000;

type Page = Int32Array | Float64Array;

const EMPTY: Page = new Int32Array(0);

/**
 * An optional number per row: most arguments of trace events are present on few of them. Rows are kept in pages
 * that exist only where a value does (4 bytes a row there; 8 once a value is not a 32-bit integer), and reading is
 * two loads, whatever the density.
 */
export class NumberColumn {
  #pages: Page[] = [];
  #wide = false;
  /** How many rows have a value. */
  count = 0;

  /** The value at a row; `undefined` where the event has none. */
  get(row: number): number | undefined {
    const value = this.#pages[row >>> PAGE_BITS]?.[row & PAGE_MASK];
    return value === undefined || this.#isAbsent(value) ? undefined : value;
  }

  /** The value at a row, or `fallback` where the event has none; the faster form for loops. */
  or(row: number, fallback: number): number {
    const page = this.#pages[row >>> PAGE_BITS];
    if (page === undefined || page === EMPTY) return fallback;
    const value = page[row & PAGE_MASK] ?? ABSENT;
    return this.#isAbsent(value) ? fallback : value;
  }

  #isAbsent(value: number): boolean {
    return this.#wide ? value !== value : value === ABSENT;
  }

  has(row: number): boolean {
    return this.get(row) !== undefined;
  }

  /** Sets a row's value; of two values for one row the last one counts, as in JSON.parse. NaN is no value. */
  set(row: number, value: number): void {
    if (value !== value) return;
    if (!this.#wide && ((value | 0) !== value || value === ABSENT)) this.#widen();
    const page = this.#pages[row >>> PAGE_BITS];
    if (page === undefined || page === EMPTY) this.#newPage(row >>> PAGE_BITS)[row & PAGE_MASK] = value;
    else {
      if (this.#isAbsent(page[row & PAGE_MASK] ?? ABSENT)) this.count++;
      page[row & PAGE_MASK] = value;
      return;
    }
    this.count++;
  }

  #newPage(index: number): Page {
    while (this.#pages.length <= index) this.#pages.push(EMPTY);
    const page = this.#wide ? new Float64Array(PAGE_ROWS).fill(NaN) : new Int32Array(PAGE_ROWS).fill(ABSENT);
    this.#pages[index] = page;
    return page;
  }

  /** Bytes of memory the pages take. */
  get byteLength(): number {
    return this.#pages.reduce((sum, page) => sum + (page === EMPTY ? 0 : page.byteLength), 0);
  }

  #widen(): void {
    this.#wide = true;
    this.#pages = this.#pages.map((page) =>
      page === EMPTY ? page : Float64Array.from(page, (value) => (value === ABSENT ? NaN : value)),
    );
  }
}
