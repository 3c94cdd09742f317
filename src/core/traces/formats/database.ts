import type { Trace } from '../columns';
import { decodeLatin1 } from '../scan/text';
import type { Cancellation } from './format';

/** What stands in one field of a row. */
export type SqlValue = number | bigint | string | Uint8Array | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** An SQLite database, opened for reading by whoever has a file system. */
export interface Database {
  /** Of the file. */
  readonly bytes: number;
  /**
   * Rows of a query, one after another; none are kept.
   * @throws Problem where the database is damaged
   */
  readonly rows: (sql: string) => Iterable<SqlRow>;
  readonly close: () => void;
}

/** Opens the database whose bytes these are; they need not be read where the file is at hand. */
export type OpenDatabase = (bytes: AsyncIterable<Uint8Array>) => Promise<Database>;

/** How a database is read that is open. */
export interface DatabaseOptions {
  readonly name: string;
  readonly signal?: Cancellation;
}

/** A trace format that is a database, which is asked for its rows rather than read from end to end. */
export interface DatabaseFormat {
  readonly id: string;
  readonly title: string;
  readonly sniff: (head: Uint8Array) => boolean;
  /** @throws Problem when there is no trace in it, Cancelled when the signal says so */
  readonly read: (database: Database, options: DatabaseOptions) => Trace;
}

const SQLITE = 'SQLite format 3\0';

export const isSqlite = (head: Uint8Array): boolean => decodeLatin1(head, 0, SQLITE.length) === SQLITE;
