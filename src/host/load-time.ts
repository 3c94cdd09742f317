/** Imported first: when our code began to load. */
export const loadStart = performance.now();
