export const EXIT = { done: 0, fault: 1, badInput: 2, budgetExceeded: 3 } as const;

/** Ends a command that has printed its answer with a status other than 0. */
export class Exit extends Error {
  constructor(readonly status: number) {
    super(`exit ${status}`);
  }
}
