import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortKernelName } from '../../../src/core/traces/kernel-name';

test('a C++ signature is told by its name and its template arguments', () => {
  const functor =
    'at::native::BinaryFunctor<c10::BFloat16, c10::BFloat16, c10::BFloat16, at::native::binary_internal::MulFunctor<float> >';
  const lambda = `at::native::gpu_kernel_impl_nocast<${functor} >(at::TensorIteratorBase&, ${functor} const&)::{lambda(int)#1}`;
  const cases: Readonly<Record<string, string>> = {
    [`void at::native::elementwise_kernel<128, 4, ${lambda}>(int, ${lambda})`]:
      'elementwise_kernel<128, 4, gpu_kernel_impl_nocast<BinaryFunctor<BFloat16, BFloat16, BFloat16, MulFunctor<float>>>>',
    'void at::native::f<at::native::copy_cuda(at::TensorIteratorBase&)::{lambda()#3}::operator()() const::{lambda()#12}::operator()() const::{lambda(c10::BFloat16)#1}>(int)':
      'f<copy_cuda(BFloat16)>',
    'void at::native::f<4, at::native::where_kernel_impl(at::TensorIterator&)::{lambda()#1}::operator()() const::{lambda()#14}::operator()() const::{lambda(bool, float, float)#1}>(int, at::native::where_kernel_impl(at::TensorIterator&)::{lambda()#1}::operator()() const::{lambda()#14}::operator()() const::{lambda(bool, float, float)#1})':
      'f<4, where_kernel_impl(bool, float)>',
    'void cutlass::device_kernel<dpsk::grouped_gemm::cuda::fp8_ptp128c::GemmKernel>(dpsk::grouped_gemm::cuda::fp8_ptp128c::GemmKernel::Params)':
      'device_kernel<fp8_ptp128c::GemmKernel>',
    'void at::native::(anonymous namespace)::CatArrayBatchedCopy<at::native::(anonymous namespace)::OpaqueType<2u>, unsigned int, 4, 64, 64>(unsigned int)':
      'CatArrayBatchedCopy<OpaqueType<2u>, unsigned int, 4, 64, 64>',
    'void pytorch_flash::flash_fwd_kernel<pytorch_flash::Flash_fwd_kernel_traits<64, 128, 128, 4, false, false, cutlass::bfloat16_t>, (bool)1>(pytorch_flash::Flash_fwd_params)':
      'flash_fwd_kernel<Flash_fwd_kernel_traits<64, 128, 128, 4, false, false, bfloat16_t>, 1>',
    'ncclKernel_AllReduce_RING_LL_Sum_float(ncclDevComm*, unsigned long, ncclWork*)':
      'ncclKernel_AllReduce_RING_LL_Sum_float',
    'void cutlass::Kernel2<cutlass_80_tensorop_bf16_s16816gemm_relu>(cutlass::Params)':
      'Kernel2<cutlass_80_tensorop_bf16_s16816gemm_relu>',
  };
  for (const [name, short] of Object.entries(cases)) assert.equal(shortKernelName(name), short);
});

test('what is no signature stays as it is', () => {
  for (const name of [
    '',
    'aten::mul',
    'sm90_xmma_gemm_bf16bf16_bf16f32_f32_tn_n',
    'Memcpy HtoD (Pageable -> Device)',
    '<string>(1): <module>',
    'src/model.py(12): forward',
    'autograd::engine::evaluate_function: MulBackward0',
    'enumerate(DataLoader)#_MultiProcessingDataLoaderIter.__next__',
    'ProfilerStep#6',
    'void ()',
  ])
    assert.equal(shortKernelName(name), name);
});
