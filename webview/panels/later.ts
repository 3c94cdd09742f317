/** Long enough to type a number, short enough to feel live. */
const DEBOUNCE_MS = 400;

/** Waits until calls have stopped for a moment. */
export const later = (act: () => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, DEBOUNCE_MS);
  };
};
