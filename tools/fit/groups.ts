import type { Group } from './times';

const onParts =
  (...parts: readonly string[]) =>
  (names: readonly string[]) =>
    names.some((name) => parts.includes(name));
const nvidia = onParts('a100-sxm4-40', 'h100-sxm5', 'b200-sxm');
const amd = onParts('mi300x');
const intel = onParts('max1550');

const serving = [
  { term: 'gap', start: 2e-6, low: 0.5e-6, high: 8e-6 },
  { term: 'step', start: 1e-3, low: 0.1e-3, high: 4e-3 },
  { term: 'stepPerSequence', start: 1e-5, low: 1e-6, high: 1e-4 },
  { term: 'prompt', start: 1e-3, low: 1e-4, high: 2e-2 },
  { term: 'collective', start: 5e-6, low: 1e-6, high: 5e-5 },
  { term: 'matmul', start: 0.9, low: 0.5, high: 1 + 1e-9 },
  { term: 'attention', start: 0.8, low: 0.3, high: 1 + 1e-9 },
  { term: 'stream', start: 0.95, low: 0.6, high: 1 + 1e-9 },
  { term: 'keySharing', start: 0.15, low: 0.01, high: 1 + 1e-9 },
  { term: 'quantise', start: 5e-6, low: 1e-6, high: 2e-5 },
] as const;
/** Served with continuous batching, over several ranks with experts: the set with such rows is ML.ENERGY's. */
const continuous = [
  ...serving,
  { term: 'frontPerSequence', start: 5e-5, low: 1e-5, high: 2e-4 },
  { term: 'dispatch', start: 1e-5, low: 1e-6, high: 1e-4 },
] as const;

/** What is fitted together. Few coefficients, global to an engine or to an engine on a family; none for a row or a model. */
export const GROUPS: readonly Group[] = [
  {
    name: 'vllm',
    free: continuous,
    rows: ({ question }) => question.engine === 'vllm' && nvidia(question.parts),
  },
  {
    name: 'trt-llm',
    free: serving,
    rows: ({ question }) => question.engine === 'trt-llm' && nvidia(question.parts),
  },
  {
    name: 'vllm on cdna3',
    free: [...serving, { term: 'skinny', start: 0.024, low: 0.005, high: 1 }],
    rows: ({ question }) => question.engine === 'vllm' && amd(question.parts),
  },
  {
    name: 'vllm on xe-hpc',
    free: [...serving, { term: 'skinny', start: 0.05, low: 0.002, high: 1 }],
    rows: ({ question }) => question.engine === 'vllm' && intel(question.parts),
  },
  {
    name: 'deepspeed on gaudi',
    free: serving,
    rows: ({ question }) => question.engine === 'deepspeed' && question.parts.includes('gaudi2'),
  },
  {
    name: 'deepspeed',
    free: serving,
    rows: ({ question }) => question.engine === 'deepspeed' && nvidia(question.parts),
  },
  {
    name: 'llama.cpp',
    free: serving,
    rows: ({ question }) => question.engine === 'llama.cpp' && nvidia(question.parts),
  },
];
