/** Work that can be left and taken up again: it yields how much of it is done, 0 … 1. */
export type Work<T> = Generator<number, T, void>;

/** Events looked at between two yields: some milliseconds of work. */
const STRETCH = 1 << 16;

/** Does all of it at once. */
export const finish = <T>(work: Work<T>): T => {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
};

/** Calls `each` with the stretches of 0 … length, one after another. */
export function* inStretches(length: number, each: (from: number, to: number) => void): Work<void> {
  for (let from = 0; from < length; from += STRETCH) {
    yield from / length;
    each(from, Math.min(from + STRETCH, length));
  }
}

/** As a part of other work: what it yields lies between two shares of that. */
export function* part<T>(work: Work<T>, from: number, to: number): Work<T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield from + step.value * (to - from);
  }
}
