import type { Database, SqlRow, SqlValue } from '../database';

/** `globalTid` and `globalPid` hold machine, process and thread in one number, 24 bits for each of the last two. */
const EXPRESSIONS: Readonly<Record<string, string>> = {
  globalTid: '("globalTid" >> 24) & 16777215 AS "pid", "globalTid" & 16777215 AS "tid"',
  globalPid: '("globalPid" >> 24) & 16777215 AS "pid"',
};

/** A number of a row; undefined where there is none. */
export const numberIn = (row: SqlRow, column: string): number | undefined => {
  const value: SqlValue | undefined = row[column];
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
};

export const textIn = (row: SqlRow, column: string): string | undefined => {
  const value = row[column];
  return typeof value === 'string' ? value : undefined;
};

/** The tables of an export. Which there are, and with which columns, depends on what was traced and on the version. */
export class Tables {
  readonly #columns = new Map<string, ReadonlySet<string>>();

  constructor(private readonly database: Database) {
    for (const row of database.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")) {
      const name = textIn(row, 'name');
      if (name !== undefined) this.#columns.set(name, new Set());
    }
  }

  has(table: string): boolean {
    return this.#columns.has(table);
  }

  /** Rows of a table, none where it is absent; columns that this version lacks are null. */
  *rows(table: string, columns: readonly string[]): Generator<SqlRow> {
    if (!this.has(table)) return;
    const known = this.#columnsOf(table);
    const selected = columns.map((column) =>
      known.has(column) ? (EXPRESSIONS[column] ?? `"${column}"`) : `NULL AS "${column}"`,
    );
    yield* this.database.rows(`SELECT ${selected.join(', ')} FROM "${table}"`);
  }

  /** An enumeration, by its labels; newer versions write them beside the tables. */
  labels(table: string): ReadonlyMap<number, string> {
    const labels = new Map<number, string>();
    for (const row of this.rows(table, ['id', 'label', 'name'])) {
      const id = numberIn(row, 'id');
      const label = textIn(row, 'label') ?? textIn(row, 'name');
      if (id !== undefined && label !== undefined) labels.set(id, label);
    }
    return labels;
  }

  #columnsOf(table: string): ReadonlySet<string> {
    const known = this.#columns.get(table);
    if (known !== undefined && known.size > 0) return known;
    const columns = new Set<string>();
    for (const row of this.database.rows(`PRAGMA table_info("${table}")`)) {
      const name = textIn(row, 'name');
      if (name !== undefined) columns.add(name);
    }
    this.#columns.set(table, columns);
    return columns;
  }
}
