import type { Trace } from './columns';

/** What kind of operation it is: "Mul" of TensorFlow's "Gelu/mul:Mul"; others are that already. */
export const operationType = (operation: string): string =>
  /^[^:]*:([^:]+)$/.exec(operation)?.[1] ?? operation;

/** By TextId of a name the operation that slices of that name run, where the trace tells it apart from the name. */
export const operationsByName = ({ slices, strings }: Trace): ReadonlyMap<number, string> => {
  const { operation } = slices.args;
  const found = new Map<number, string>();
  if (operation.count === 0) return found;
  for (let row = 0; row < slices.length; row++) {
    const id = operation.get(row);
    if (id !== undefined) found.set(slices.name[row] ?? 0, operationType(strings.text(id)));
  }
  return found;
};
