/**
 * Number formats that hardware computes in. Bits include block scales, so `bits / 8 × elements` is what is stored:
 * mxfp4 adds an 8-bit scale per 32 elements (OCP Microscaling Formats v1.0), nvfp4 an 8-bit scale per 16
 * (NVIDIA, "Introducing NVFP4"), int4 a 16-bit scale and a 4-bit zero point per 128 (the usual AWQ/GPTQ group).
 */
const COMPUTED = {
  fp64: 64,
  fp32: 32,
  tf32: 32,
  fp16: 16,
  bf16: 16,
  fp8: 8,
  int8: 8,
  int4: 4 + 20 / 128,
  mxfp4: 4 + 8 / 32,
  nvfp4: 4 + 8 / 16,
} as const;

/**
 * Formats that weights are only stored in; products are computed in the activations' format.
 * GPTQ and AWQ: a 16-bit scale and a zero point as wide as an element per group of `g`.
 * nf4: a 32-bit scale per 64, or that scale in 8 bits with a 32-bit one per 256 of them (arXiv:2305.14314).
 * mlx: a 16-bit scale and a 16-bit shift per group. q…: block layouts of ggml (llama.cpp, ggml-common.h).
 */
const STORED = {
  'int2-g128': 2 + 18 / 128,
  'int3-g128': 3 + 19 / 128,
  'int4-channel': 4,
  'int4-g32': 4 + 20 / 32,
  'int4-g64': 4 + 20 / 64,
  'int8-g128': 8 + 24 / 128,
  nf4: 4 + 32 / 64,
  'nf4-double': 4 + 8 / 64 + 32 / (64 * 256),
  'mlx2-g32': 2 + 32 / 32,
  'mlx2-g64': 2 + 32 / 64,
  'mlx3-g64': 3 + 32 / 64,
  'mlx4-g32': 4 + 32 / 32,
  'mlx4-g64': 4 + 32 / 64,
  'mlx4-g128': 4 + 32 / 128,
  'mlx5-g64': 5 + 32 / 64,
  'mlx6-g64': 6 + 32 / 64,
  'mlx8-g32': 8 + 32 / 32,
  'mlx8-g64': 8 + 32 / 64,
  q2_k: 2.625,
  q3_k: 3.4375,
  q4_0: 4.5,
  q4_1: 5,
  q4_k: 4.5,
  q5_0: 5.5,
  q5_1: 6,
  q5_k: 5.5,
  q6_k: 6.5625,
  q8_0: 8.5,
  q8_1: 10,
  q8_k: 9.125,
  q1_0: 1.125,
  iq1_s: 1.5625,
  iq1_m: 1.75,
  iq2_xxs: 2.0625,
  iq2_xs: 2.3125,
  iq2_s: 2.5625,
  iq3_xxs: 3.0625,
  iq3_s: 3.4375,
  iq4_xs: 4.25,
  iq4_nl: 4.5,
  tq1_0: 1.6875,
  tq2_0: 2.0625,
} as const;

const BITS = { ...COMPUTED, ...STORED } as const;

export type Dtype = keyof typeof BITS;

/** Formats to choose a run's arithmetic from. */
export const DTYPES = Object.keys(COMPUTED) as readonly Dtype[];

export const isDtype = (text: string): text is Dtype => Object.hasOwn(BITS, text);

/** Whether weights so stored are unpacked before they are multiplied. int4 has no matrix units on most parts. */
export const isWeightOnly = (dtype: Dtype): boolean => dtype === 'int4' || Object.hasOwn(STORED, dtype);

export const bytesPerElement = (dtype: Dtype): number => BITS[dtype] / 8;
