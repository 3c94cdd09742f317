/** Read by TypeScript and AssemblyScript both. */

/** Where the reader is in an event: before it, at the value of a key, or behind it. */
export enum State {
  start = 0,
  phase = 1,
  time = 2,
  duration = 3,
  category = 4,
  name = 5,
  process = 6,
  thread = 7,
  id = 8,
  /** Any other key beside `args`. */
  other = 9,
  /** `args` that is not an object. */
  noArgs = 10,
  /** `args` that is empty. */
  emptyArgs = 11,
  end = 12,
  /** From here on: the arguments that are kept, then those that are passed over. */
  argument = 16,
}

/** Room for arguments that are kept, and in a batch for their columns, before the states of those that are passed over. */
export const MOST_ARGUMENT_KEYS = 64;
/** First state of an argument that is passed over. */
export const PASSED_OVER = 80;
export const STATES = 336;

/** Longest stretch between two values that is remembered. */
export const LONGEST_SEPARATOR = 128;

/** Arguments of one event that are kept. */
export const MOST_ARGUMENTS = 64;

/** Why the scanner stopped: something only JavaScript can read, or its batch is full. */
export const STOPPED_AT_ODDITY = 0;
export const STOPPED_FULL = 1;

/** Rows of each table in a batch. */
export const BATCH = 2048;
