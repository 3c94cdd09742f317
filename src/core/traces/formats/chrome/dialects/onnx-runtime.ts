import type { Trace } from '../../../columns';
import { SliceKind } from '../../../slice-kind';
import { type Dialect, withKinds } from './dialect';

/** Categories of onnxruntime/core/common/profiler_common.h. */
const KINDS: Readonly<Record<string, number>> = {
  Node: SliceKind.operator,
  Kernel: SliceKind.kernel,
  Session: SliceKind.annotation,
  Api: SliceKind.runtime,
};

/** What versions before 1.17 wrote around each node: waits for other devices, which are no work of the node. */
const FENCE = /_fence_(before|after)$/;

/** Events that a session writes first. */
const SESSION_EVENTS = ['model_loading_uri', 'model_loading_array', 'session_initialization', 'model_run'];

/** ONNX Runtime's profiles: an array of events of the session, its nodes and, on a GPU, their kernels. */
export const onnxRuntime: Dialect = {
  id: 'onnxruntime',
  knows: ({ metadata, strings }) =>
    metadata.schemaVersion === undefined &&
    strings.find('Session') !== undefined &&
    SESSION_EVENTS.some((name) => strings.find(name) !== undefined),
  adapt: (trace) => {
    const { slices, strings } = trace;
    numberRuns(trace);
    const names = new Map<number, boolean>();
    const isFence = (name: number): boolean => {
      const known = names.get(name) ?? FENCE.test(strings.text(name));
      names.set(name, known);
      return known;
    };
    return withKinds(trace, (row) => {
      const kind = KINDS[strings.text(slices.category[row] ?? 0)] ?? SliceKind.other;
      return kind === SliceKind.operator && isFence(slices.name[row] ?? 0) ? SliceKind.other : kind;
    });
  },
};

/** Each run of the model is a step; they are written as they end. */
const numberRuns = ({ slices, strings }: Trace): void => {
  const name = strings.find('model_run');
  let run = 0;
  for (let row = 0; row < slices.length; row++)
    if (slices.name[row] === name) slices.args.step.set(row, run++);
};
