import { decodeUtf8 } from '../../scan/text';
import { PASSED_OVER, State, STATES } from '../../simd/states';
import { findArgumentKey } from './argument-keys';

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

const MOST_PASSED_OVER = STATES - PASSED_OVER;

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
