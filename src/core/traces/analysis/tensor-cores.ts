/** Parts of kernel names that say "tensor cores", as the TensorBoard plugin knows them (profiler/tensor_core.py, after NVIDIA's PyProf). */
export const TENSORBOARD_NAMES: readonly string[] = [
  'h884',
  's884',
  'h1688',
  's1688',
  'hmma',
  'i8816',
  '16816',
  'dgrad_1x1_stride_2x2',
  'first_layer_wgrad_kernel',
  'conv1x1',
  'conv2d_c1_k1',
  'direct_group',
  'xmma_implicit_gemm',
  'xmma_sparse_conv',
  'xmma_warp_specialized_implicit_gemm',
  'xmma_gemm',
  'xmma_sparse_gemm',
  'c1688',
];

/** Those that came after it: cuBLAS' and CUTLASS' kernels for Hopper and Blackwell, FlashAttention 2 and 3, AMD's matrix cores. */
export const LATER_NAMES: readonly string[] = [
  'nvjet',
  'tensorop',
  'wgmma',
  'sm90_xmma',
  'sm100_xmma',
  'MMA_64x',
  'GMMA',
  'UMMA',
  'flash_fwd',
  'flash_bwd',
  'FlashAttn',
  'Cijk_',
  'MFMA',
  'mfma',
];

export const usesTensorCores = (kernel: string): boolean =>
  TENSORBOARD_NAMES.some((part) => kernel.includes(part)) ||
  LATER_NAMES.some((part) => kernel.includes(part));
