/** An uncertain quantity: `mid` is the best estimate, `low` ≤ `mid` ≤ `high` bound what is plausible. */
export interface Range<Q extends number> {
  readonly low: Q;
  readonly mid: Q;
  readonly high: Q;
}

export const exactly = <Q extends number>(value: Q): Range<Q> => ({ low: value, mid: value, high: value });

/** Applies an increasing function to each bound. */
export const mapRange = <A extends number, B extends number>(a: Range<A>, f: (x: A) => B): Range<B> => ({
  low: f(a.low),
  mid: f(a.mid),
  high: f(a.high),
});

/** Combines two ranges bound by bound; `f` must increase in both arguments (sums, products of positives). */
export const combineRanges = <A extends number, B extends number, C extends number>(
  a: Range<A>,
  b: Range<B>,
  f: (x: A, y: B) => C,
): Range<C> => ({ low: f(a.low, b.low), mid: f(a.mid, b.mid), high: f(a.high, b.high) });
