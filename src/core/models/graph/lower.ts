import { bytes, flops } from '../../units/quantity';
import type { Operator, OperatorBytes } from '../../workload/workload';
import { type ModuleNode, type PlacedPrimitive, primitivesOf } from './node';
import type { OperatorDraft, Pass } from './primitive';

const scaled = (moved: OperatorBytes, count: number): OperatorBytes => ({
  weights: bytes(moved.weights * count),
  read: bytes(moved.read * count),
  written: bytes(moved.written * count),
  kvRead: bytes(moved.kvRead * count),
  kvWritten: bytes(moved.kvWritten * count),
});

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Field by field, not by spreading: a sweep places operators at every point, and drafts come in too many shapes. */
const place = (draft: OperatorDraft, placed: PlacedPrimitive, first: boolean): Operator => {
  const { primitive, count, path, name } = placed;
  const operator: Writable<Operator> = {
    name: draft.suffix === undefined ? name : `${name}.${draft.suffix}`,
    module: path,
    category: draft.category,
    count,
  };
  if (draft.chain !== undefined) operator.chain = draft.chain;
  if (draft.flops !== undefined) operator.flops = flops(draft.flops * count);
  if (draft.bytes !== undefined) operator.bytes = scaled(draft.bytes, count);
  if (draft.networkBytes !== undefined) operator.networkBytes = draft.networkBytes;
  if (draft.dtype !== undefined) operator.dtype = draft.dtype;
  if (draft.weightDtype !== undefined) operator.weightDtype = draft.weightDtype;
  if (draft.shape !== undefined) operator.shape = draft.shape;
  if (draft.parallel !== undefined) operator.parallel = draft.parallel;
  if (draft.measured !== undefined) operator.measured = draft.measured;
  if (first) {
    operator.parameters = primitive.parameters * count;
    operator.activeParameters = (primitive.activeParameters ?? primitive.parameters) * count;
  }
  return operator;
};

/** The operators of one pass through a module tree, with totals over repeated modules. */
export const lower = (root: ModuleNode, pass: Pass): readonly Operator[] =>
  primitivesOf(root).flatMap((placed) =>
    placed.primitive.operators(pass).map((draft, i) => place(draft, placed, i === 0)),
  );
