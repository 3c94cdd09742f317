import type { Trace } from '../../../columns';
import type { Dialect } from './dialect';
import { kineto } from './kineto';
import { onnxRuntime } from './onnx-runtime';
import { xla } from './xla';

/** Every writer that is known, the most particular first. */
const DIALECTS: readonly Dialect[] = [xla, onnxRuntime, kineto];

/** The trace as its writer meant it; format "chrome" where nobody is known to write so. */
export const adapt = (trace: Trace): Trace => {
  const dialect = DIALECTS.find(({ knows }) => knows(trace));
  return dialect === undefined ? trace : { ...dialect.adapt(trace), format: dialect.id };
};
