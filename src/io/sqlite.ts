import { Database as Sqlite, SQLite3Error } from 'node-sqlite3-wasm';
import { Problem } from '../core/problem';
import type { Database, SqlRow } from '../core/traces/formats/database';

const told = (error: unknown): unknown =>
  error instanceof SQLite3Error
    ? new Problem(`the SQLite database cannot be read (${error.message}); export it once more`)
    : error;

function* rowsOf(database: Sqlite, sql: string): Generator<SqlRow> {
  let statement;
  try {
    statement = database.prepare(sql);
    yield* statement.iterate() as Iterable<SqlRow>;
  } catch (error) {
    throw told(error);
  } finally {
    statement?.finalize();
  }
}

/** @throws Problem where the file is no database, or a damaged one */
export const openSqlite = (file: string, bytes: number): Database => {
  let database: Sqlite | undefined;
  try {
    const opened = new Sqlite(file, { readOnly: true });
    database = opened;
    // Held until it is closed, so that the lock needs no more names in the folder.
    opened.exec('PRAGMA locking_mode = exclusive; SELECT count(*) FROM sqlite_master');
    return { bytes, rows: (sql) => rowsOf(opened, sql), close: () => opened.close() };
  } catch (error) {
    database?.close();
    throw told(error);
  }
};
