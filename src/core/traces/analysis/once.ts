/** `run`, remembering its result as long as somebody holds the selection, or the trace: neither ever changes. */
export const once = <Of extends object, Result>(run: (of: Of) => Result): ((of: Of) => Result) => {
  const known = new WeakMap<Of, { readonly result: Result }>();
  return (of) => {
    let entry = known.get(of);
    if (entry === undefined) known.set(of, (entry = { result: run(of) }));
    return entry.result;
  };
};
