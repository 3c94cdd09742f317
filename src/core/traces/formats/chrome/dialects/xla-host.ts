import type { Trace } from '../../../columns';
import { SliceKind } from '../../../slice-kind';

/** The process of what the host did; what CUPTI saw of it stands in one of its own in some versions. */
const HOST = /^\/host:(CPU|CUPTI)/;
/** Of the Python tracer: "$model.py:42 forward", "$builtins len". */
const PYTHON = /^\$/;
/** TensorFlow's operators, "gradient_tape/MatMul:_MklMatMul" (xla/tsl/profiler/utils/tf_op_utils.cc). */
const TENSORFLOW = /^[A-Za-z0-9.][\w./>-]*:[A-Z_]\w*$/;
/** What JAX and TensorFlow's eager mode do for the program itself: compiled functions, copies to a device, operators, stages of tf.data. */
const CALL = /^(PjitFunction\(|DevicePut$|EagerLocalExecute: |Iterator::)/;
const CUDA_CALL = /^(cu|cuda)[A-Z]/;
/** The profiler's own marks in thread pools. */
const MARK = /^ThreadpoolListener::/;

export const isHost = ({ processName = '' }: Trace['tracks'][number]): boolean => HOST.test(processName);

/**
 * What rows of the host's threads are. On a CPU the operations of compiled programs (`hlo_op`) run there, on the threads
 * of a pool; steps tell their number (`step_num`). Whatever has only a name, spans of users among them, stays "other".
 */
export const hostKinds = ({ slices, strings }: Trace): ((row: number) => number) => {
  const { operation, step } = slices.args;
  const ofName = new Map<number, number>();
  const byName = (id: number): number => {
    let kind = ofName.get(id);
    if (kind === undefined) ofName.set(id, (kind = kindOfName(strings.text(id))));
    return kind;
  };
  return (row) => {
    if (step.has(row)) return SliceKind.annotation;
    const kind = byName(slices.name[row] ?? 0);
    return kind === SliceKind.other && operation.has(row) ? SliceKind.operator : kind;
  };
};

const kindOfName = (name: string): number => {
  if (PYTHON.test(name)) return SliceKind.python;
  if (TENSORFLOW.test(name) || CALL.test(name)) return SliceKind.operator;
  if (CUDA_CALL.test(name)) return SliceKind.runtime;
  return MARK.test(name) ? SliceKind.overhead : SliceKind.other;
};
