import { decodeUtf8 } from '../../scan/text';
import { ARGUMENT_KEYS, findArgumentKey } from './argument-keys';

/** Where the parser is in an event: before it, at the value of a key, or behind it. */
export const State = {
  start: 0,
  phase: 1,
  time: 2,
  duration: 3,
  category: 4,
  name: 5,
  process: 6,
  thread: 7,
  id: 8,
  /** Any other key beside `args`. */
  other: 9,
  /** `args` that is not an object. */
  noArgs: 10,
  /** `args` that is empty. */
  emptyArgs: 11,
  end: 12,
  /** From here on: the arguments that are kept, then those that are passed over. */
  argument: 16,
} as const;

const TOP: Readonly<Record<string, number>> = {
  ph: State.phase,
  ts: State.time,
  dur: State.duration,
  cat: State.category,
  name: State.name,
  pid: State.process,
  tid: State.thread,
  id: State.id,
};

/** First state of an argument that is passed over. */
export const PASSED_OVER = State.argument + ARGUMENT_KEYS.length;
const MOST_PASSED_OVER = 256;
export const STATES = PASSED_OVER + MOST_PASSED_OVER;

/** States of keys. Arguments that are passed over have states of their own too, so that what follows each is remembered. */
export class EventKeys {
  readonly #passedOver = new Map<string, number>();

  /** The state of a key beside `args`, which is not `args` itself. */
  top(bytes: Uint8Array, start: number, end: number): number {
    const key = end - start > 4 ? '' : decodeUtf8(bytes, start, end);
    return Object.hasOwn(TOP, key) ? (TOP[key] ?? State.other) : State.other;
  }

  argument(bytes: Uint8Array, start: number, end: number): number {
    const key = findArgumentKey(bytes, start, end);
    if (key >= 0) return State.argument + key;
    if (end - start > 64) return STATES - 1;
    const text = decodeUtf8(bytes, start, end);
    let state = this.#passedOver.get(text);
    if (state === undefined) {
      state = Math.min(PASSED_OVER + this.#passedOver.size, STATES - 1);
      if (this.#passedOver.size < MOST_PASSED_OVER) this.#passedOver.set(text, state);
    }
    return state;
  }
}

export const isArgs = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start === 4 &&
  bytes[start] === 97 &&
  bytes[start + 1] === 114 &&
  bytes[start + 2] === 103 &&
  bytes[start + 3] === 115;
