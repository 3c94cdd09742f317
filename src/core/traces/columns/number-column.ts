const PAGE_BITS = 10;
const PAGE_ROWS = 1 << PAGE_BITS;
const PAGE_MASK = PAGE_ROWS - 1;

type Page = Int8Array | Int16Array | Int32Array | Float64Array;

const EMPTY: Page = new Int8Array(0);

interface Width {
  /** Marks "no value". */
  readonly absent: number;
  readonly page: () => Page;
}

const DOUBLES: Width = { absent: NaN, page: () => new Float64Array(PAGE_ROWS) };

/** From narrow to wide; of integers the lowest is no value. */
const WIDTHS: readonly Width[] = [
  { absent: -0x80, page: () => new Int8Array(PAGE_ROWS) },
  { absent: -0x8000, page: () => new Int16Array(PAGE_ROWS) },
  { absent: -0x8000_0000, page: () => new Int32Array(PAGE_ROWS) },
  DOUBLES,
];

const fits = (value: number, absent: number): boolean =>
  absent !== absent || (value > absent && value < -absent && (value | 0) === value);

/**
 * An optional number per row: most arguments of trace events are present on few of them, and most are small. Rows are kept
 * in pages that exist only where a value does, of 1, 2 or 4 bytes a row, or 8 once a value is no 32-bit integer; reading
 * is three loads, whatever the density.
 */
export class NumberColumn {
  readonly #pages: Page[] = [];
  /** Of each page, what marks "no value" there. */
  readonly #absent: number[] = [];
  /** Place in `WIDTHS` that new pages begin with: what one page needed, the next will too. */
  #width = 0;
  /** How many rows have a value. */
  count = 0;

  /** The value at a row; `undefined` where the event has none. */
  get(row: number): number | undefined {
    const index = row >>> PAGE_BITS;
    const value = this.#pages[index]?.[row & PAGE_MASK];
    return value === undefined || value !== value || value === this.#absent[index] ? undefined : value;
  }

  /** The value at a row, or `fallback` where the event has none; the faster form for loops. */
  or(row: number, fallback: number): number {
    const index = row >>> PAGE_BITS;
    const page = this.#pages[index];
    if (page === undefined || page === EMPTY) return fallback;
    const value = page[row & PAGE_MASK] ?? NaN;
    return value !== value || value === this.#absent[index] ? fallback : value;
  }

  has(row: number): boolean {
    return this.get(row) !== undefined;
  }

  /** Sets a row's value; of two values for one row the last one counts, as in JSON.parse. NaN is no value. */
  set(row: number, value: number): void {
    if (value !== value) return;
    const index = row >>> PAGE_BITS;
    let page = this.#pages[index] ?? EMPTY;
    const absent = this.#absent[index] ?? NaN;
    if (page === EMPTY || !fits(value, absent)) page = this.#widerPage(index, value);
    const place = row & PAGE_MASK;
    const before = page[place] ?? NaN;
    if (before !== before || before === this.#absent[index]) this.count++;
    page[place] = value;
  }

  /**
   * Sets rows that have no value yet, a page at a time.
   * @param base the row that `rows` counts from; they ascend
   * @param from first place in `rows` and `values`
   * @param to the place behind the last
   */
  fill(base: number, rows: Uint16Array, values: Float64Array, from: number, to: number): void {
    this.count += to - from;
    for (let place = from; place < to;) {
      const index = (base + (rows[place] ?? 0)) >>> PAGE_BITS;
      place = this.#fillPage(index, base - index * PAGE_ROWS, rows, values, place, to);
    }
  }

  /** @returns the place of the first row in another page, or `to` */
  #fillPage(
    index: number,
    base: number,
    rows: Uint16Array,
    values: Float64Array,
    from: number,
    to: number,
  ): number {
    let page = this.#pages[index] ?? EMPTY;
    let absent = this.#absent[index] ?? NaN;
    for (let place = from; place < to; place++) {
      const row = base + (rows[place] ?? 0);
      if (row >= PAGE_ROWS) return place;
      const value = values[place] ?? NaN;
      if (page === EMPTY || !fits(value, absent)) {
        page = this.#widerPage(index, value);
        absent = this.#absent[index] ?? NaN;
      }
      page[row] = value;
    }
    return to;
  }

  /** A page that has room for a value, with what the page there had. */
  #widerPage(index: number, value: number): Page {
    while (this.#pages.length <= index) {
      this.#pages.push(EMPTY);
      this.#absent.push(NaN);
    }
    while (!fits(value, (WIDTHS[this.#width] ?? DOUBLES).absent)) this.#width++;
    const { absent, page: make } = WIDTHS[this.#width] ?? DOUBLES;
    const page = make().fill(absent);
    const before = this.#pages[index] ?? EMPTY;
    const none = this.#absent[index];
    for (let place = 0; place < before.length; place++) {
      const kept = before[place] ?? NaN;
      if (kept !== none) page[place] = kept;
    }
    this.#pages[index] = page;
    this.#absent[index] = absent;
    return page;
  }

  /**
   * The pages of 1,024 rows as they are, for loops that read them elsewhere: of no length where no row has a value; "no
   * value" is the lowest integer of the page's width, or NaN.
   */
  get pages(): readonly Page[] {
    return this.#pages;
  }

  /** Bytes of memory the pages take. */
  get byteLength(): number {
    return this.#pages.reduce((sum, page) => sum + page.byteLength, 0);
  }
}
