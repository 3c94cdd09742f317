import { frameworkOf } from './framework';
import type { Trace } from './columns';

/** What a trace may be without, because it was not asked for or because its writer never tells it. */
export type Wanted = keyof typeof WHAT;

const WHAT = {
  stacks: 'the trace has no Python stacks',
  modules: 'the trace names no modules',
  memory: 'the trace has no memory events',
  shapes: 'the trace has no products with known shapes',
  moved: 'no operator of the trace tells what it moves',
} as const;

type Writer = 'pytorch' | 'executionTrace' | 'jax' | 'tensorflow' | 'onnxruntime' | 'nsight';

const PYTORCH_SHAPES = 'the PyTorch profiler records shapes with record_shapes=True';
const NO_MODULES = "no profiler but PyTorch's records them";
const NO_XLA_SHAPES = 'XProf writes no shapes of inputs';
const ORT_SHAPES = 'ONNX Runtime 1.16 and later write the shapes of their nodes';
const NVTX_SHAPES = "PyTorch's emit_nvtx(record_shapes=True) writes them into the ranges";
const NO_ORT = "ONNX Runtime's profiler records none";

/**
 * How each writer records it, or that it does not. JAX's defaults are those of jax.profiler.ProfileOptions (0.12), TensorFlow's
 * those of tf.profiler.experimental.ProfilerOptions (2.21).
 */
const HOW: Readonly<Record<Writer, Readonly<Record<Wanted | 'device', string>>>> = {
  pytorch: {
    stacks: 'the PyTorch profiler records them with with_stack=True',
    modules: 'the profiler of PyTorch 1.11 and later records them with with_stack=True',
    memory: 'the PyTorch profiler records them with profile_memory=True',
    shapes: PYTORCH_SHAPES,
    moved: PYTORCH_SHAPES,
    device: 'the PyTorch profiler records it with ProfilerActivity.CUDA or the like',
  },
  executionTrace: {
    stacks: 'execution traces hold none, those of the PyTorch profiler do with with_stack=True',
    modules: 'execution traces hold none, those of the PyTorch profiler do with with_stack=True',
    memory: 'execution traces hold none, those of the PyTorch profiler do with profile_memory=True',
    shapes: 'its nodes are no products, or their inputs have no shapes',
    moved: 'its nodes are not known to move memory, or their inputs have no shapes',
    device: 'execution traces tell it once chakra_trace_link has linked them with a profile of a device',
  },
  jax: {
    stacks: 'JAX records them while python_tracer_level is 1, as it is unless ProfileOptions changes it',
    modules: NO_MODULES,
    device: 'JAX records it of a run on a GPU or TPU',
    memory: 'JAX writes what holds device memory apart, by jax.profiler.save_device_memory_profile',
    shapes: NO_XLA_SHAPES,
    moved: NO_XLA_SHAPES,
  },
  tensorflow: {
    stacks: "TensorFlow's profiler records them with ProfilerOptions(python_tracer_level=1)",
    modules: NO_MODULES,
    device: "TensorFlow's profiler records it of a run on a GPU or TPU",
    memory: "TensorFlow's profiler records them with host_tracer_level=2 or more, in *.xplane.pb alone",
    shapes: NO_XLA_SHAPES,
    moved: NO_XLA_SHAPES,
  },
  onnxruntime: {
    stacks: NO_ORT,
    modules: NO_MODULES,
    memory: NO_ORT,
    shapes: ORT_SHAPES,
    moved: ORT_SHAPES,
    device: 'ONNX Runtime records it of a session with the execution provider of a device',
  },
  nsight: {
    stacks: 'samples that Nsight Systems takes of them are not read',
    modules: 'NVTX ranges around them stand among the operators',
    memory: 'nsys profile --cuda-memory-usage=true records them',
    shapes: NVTX_SHAPES,
    moved: NVTX_SHAPES,
    device: 'nsys profile --trace=cuda records it',
  },
};

const OF_FORMAT: Readonly<Record<string, Writer>> = {
  kineto: 'pytorch',
  chakra: 'executionTrace',
  onnxruntime: 'onnxruntime',
  nsight: 'nsight',
};

type Told = Pick<Trace, 'format' | 'strings'>;

/** Undefined for events of unknown writers. */
const writerOf = (trace: Told): Writer | undefined => OF_FORMAT[trace.format] ?? frameworkOf(trace);

/** How a trace's writer records what a device does: a clause as below. */
export const recordDevice = (trace: Told): string | undefined => {
  const writer = writerOf(trace);
  return writer === undefined ? undefined : HOW[writer].device;
};

/** What is not in a trace and how its writer would record it: a clause, begun with a small letter and not ended. */
export const notRecorded = (trace: Told, wanted: Wanted): string => {
  const writer = writerOf(trace);
  return writer === undefined ? WHAT[wanted] : `${WHAT[wanted]}; ${HOW[writer][wanted]}`;
};
