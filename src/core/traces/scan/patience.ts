/** What is awaited of one event, member or message at most. */
export const LONGEST = 1 << 26;
export const LONGEST_IN_WORDS = `${LONGEST / 2 ** 20} MB`;
/** Of what is longer, twice as much is awaited before it is read again: reading takes time in proportion to its length. */
const LONG = 1 << 20;

/** How long to wait for the end of what a window begins with. */
export class Patience {
  #awaited = 0;

  /** Whether so many unread bytes are enough to read on. */
  suffices(unread: number): boolean {
    return unread >= this.#awaited;
  }

  /** Takes note of what could not be read yet; tells whether its end is not worth waiting for. */
  isOver(unread: number): boolean {
    this.#awaited = unread > LONG ? Math.min(2 * unread, LONGEST) : 0;
    return unread >= LONGEST;
  }
}
