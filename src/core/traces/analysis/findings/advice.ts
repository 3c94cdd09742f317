import { type Framework, frameworkOf } from '../../framework';
import type { Selection } from '../selection';

/** What can be tried against something, in the words of the framework that the program was written with. */
type Ailment = 'launches' | 'smallCalls' | 'unfused' | 'allocation' | 'pageable';

/** `general` where the trace does not tell the framework. */
const ADVICE: Readonly<Record<Ailment, Readonly<Partial<Record<Framework, string>>> & { general: string }>> =
  {
    launches: {
      pytorch: 'try CUDA graphs or torch.compile',
      jax: 'try jax.jit around more of the step, or more work a step',
      tensorflow: 'try tf.function(jit_compile=True) around more of the step',
      onnxruntime: 'try the option enable_cuda_graph or a larger batch',
      general: 'try CUDA graphs, or more work a launch',
    },
    smallCalls: {
      pytorch: 'try a larger batch or torch.compile',
      jax: 'try a larger batch or jax.jit around more of the step',
      tensorflow: 'try a larger batch, or tf.function(jit_compile=True) around more of the step',
      onnxruntime: 'try a larger batch, or graph_optimization_level ORT_ENABLE_ALL, which fuses nodes',
      general: 'try a larger batch or fused operators',
    },
    unfused: {
      pytorch: 'try torch.compile or fused operators, which read each tensor once',
      jax: 'try jax.jit around all of them, so that XLA reads each array once',
      tensorflow: 'try tf.function(jit_compile=True), so that XLA reads each tensor once',
      onnxruntime: 'try graph_optimization_level ORT_ENABLE_ALL, which fuses nodes',
      general: 'try fused kernels, which read each tensor once',
    },
    allocation: {
      pytorch: 'try a warm-up step, fixed shapes or expandable_segments',
      jax: 'see that XLA_PYTHON_CLIENT_PREALLOCATE is not false',
      tensorflow: 'see that TF_FORCE_GPU_ALLOW_GROWTH is not true',
      general: 'try a warm-up step, fixed shapes or an allocator that keeps what it has',
    },
    pageable: {
      pytorch: 'try pin_memory=True and non_blocking=True',
      general: 'try pinned host memory and asynchronous copies',
    },
  };

export const adviceOn = (ailment: Ailment, { trace }: Selection): string => {
  const advice = ADVICE[ailment];
  const framework = frameworkOf(trace);
  return (framework === undefined ? undefined : advice[framework]) ?? advice.general;
};
