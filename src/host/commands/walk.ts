/** What came of one step: an answer, a step back, or the end of it all. */
export type Answer<T> = { readonly value: T } | 'back' | 'cancelled';

/** Where a step stands in its row. */
export interface Place {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

/** A step takes what is known so far and adds to it. */
export type Step<S> = (known: S, place: Place) => Promise<Answer<S>>;

/**
 * Walks through steps with a way back; undefined when the user gives up. Each step answers for itself alone, over what
 * it said before.
 * @param steps All of them for what is known so far: an answer may bring further ones or make some needless.
 */
export const walk = async <S>(
  title: string,
  start: S,
  steps: (known: S) => readonly Step<S>[],
): Promise<S | undefined> => {
  const states = [start];
  for (;;) {
    const known = states.at(-1);
    if (known === undefined) return undefined;
    const all = steps(known);
    const step = all[states.length - 1];
    if (step === undefined) return known;
    const answer = await step(known, { title, step: states.length, totalSteps: all.length });
    if (answer === 'cancelled') return undefined;
    if (answer !== 'back') {
      states.push(answer.value);
      continue;
    }
    // The step before is shown with the answer it was given.
    const given = states.pop();
    if (given !== undefined) states[Math.max(0, states.length - 1)] = given;
  }
};
