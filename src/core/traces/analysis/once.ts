import type { Selection } from './selection';

/** `run`, remembering its result as long as somebody holds the selection: selections never change. */
export const once = <Result>(run: (selection: Selection) => Result): ((selection: Selection) => Result) => {
  const known = new WeakMap<Selection, { readonly result: Result }>();
  return (selection) => {
    let entry = known.get(selection);
    if (entry === undefined) known.set(selection, (entry = { result: run(selection) }));
    return entry.result;
  };
};
