/** What the stub host shows, made by hand. */
import type { CompareReport, OperatorRow } from '../../../src/core/report/types';
import type { Assumption } from '../../../src/core/units/provenance';
import type { Choice, ModelContent, PanelChoices } from '../../../src/protocol/panel-state';
import { modelEstimate } from './estimates';
import type { Figures } from './estimates';

const NAME = 'Meta-Llama-3-8B';

const PARTS: readonly (Figures & { readonly label: string })[] = [
  {
    accelerator: 'h100-sxm5',
    label: 'H100 SXM',
    prefillSeconds: 0.131,
    stepSeconds: 0.00652,
    prefillBound: 'compute',
    joules: 0.412,
    watts: 436,
    operational: [3.1e-5, 4.7e-5, 6.9e-5],
    embodied: [1.2e-6, 5.1e-6, 1.5e-5],
    capacity: 80e9,
  },
  {
    accelerator: 'a100-sxm4-80',
    label: 'A100 80 GB SXM',
    prefillSeconds: 0.342,
    stepSeconds: 0.0107,
    prefillBound: 'compute',
    joules: 0.506,
    watts: 302,
    operational: [3.9e-5, 5.8e-5, 8.4e-5],
    embodied: [1.9e-6, 7.4e-6, 2.1e-5],
    capacity: 80e9,
  },
  {
    accelerator: 'h200',
    label: 'H200 SXM',
    prefillSeconds: 0.13,
    stepSeconds: 0.00461,
    prefillBound: 'compute',
    joules: 0.354,
    watts: 503,
    operational: [2.7e-5, 4.1e-5, 6.2e-5],
    embodied: [1e-6, 4.6e-6, 1.4e-5],
    capacity: 141e9,
  },
  {
    accelerator: 'b200-sxm',
    label: 'B200 SXM',
    prefillSeconds: 0.0587,
    stepSeconds: 0.00288,
    prefillBound: 'compute',
    joules: 0.377,
    watts: 905,
    operational: [2.8e-5, 4.3e-5, 6.6e-5],
    capacity: 180e9,
  },
  {
    accelerator: 'mi300x',
    label: 'Instinct MI300X',
    prefillSeconds: 0.119,
    stepSeconds: 0.00479,
    prefillBound: 'compute',
    joules: 0.451,
    watts: 628,
    operational: [3.3e-5, 5.2e-5, 8.1e-5],
    embodied: [1.1e-6, 5.9e-6, 1.9e-5],
    capacity: 192e9,
  },
  {
    accelerator: 'l4',
    label: 'L4',
    prefillSeconds: 1.02,
    stepSeconds: 0.0681,
    prefillBound: 'compute',
    joules: 0.661,
    watts: 70,
    operational: [4.9e-5, 7.6e-5, 1.12e-4],
    embodied: [2.4e-6, 8.8e-6, 2.6e-5],
    capacity: 24e9,
  },
  {
    accelerator: 'tpu-v5e',
    label: 'TPU v5e',
    prefillSeconds: 0.571,
    stepSeconds: 0.0252,
    prefillBound: 'compute',
    capacity: 16e9,
  },
];

const accelerators: readonly Choice[] = PARTS.map(({ accelerator, label, capacity }) => ({
  id: accelerator,
  label,
  detail: `${capacity / 1e9} GB`,
}));

export const ZONES: readonly Choice[] = [
  { id: 'WORLD', label: 'World average', detail: '473 gCO2e/kWh' },
  { id: 'FR', label: 'France', detail: '44 gCO2e/kWh' },
  { id: 'DE', label: 'Germany', detail: '344 gCO2e/kWh' },
  { id: 'NO', label: 'Norway', detail: '30 gCO2e/kWh' },
  { id: 'PL', label: 'Poland', detail: '662 gCO2e/kWh' },
  { id: 'US-VA', label: 'Virginia, United States', detail: '309 gCO2e/kWh' },
];

export const choices: PanelChoices = {
  inputs: ['input', 'output'],
  accelerators,
  divisions: [
    { id: 'auto', label: 'Automatic' },
    { id: '1x1x1', label: 'Whole model' },
  ],
  dtypes: ['bf16', 'fp8', 'int8', 'int4'].map((id) => ({ id, label: id })),
  zone: { id: 'WORLD', label: 'World average', detail: '473 gCO2e/kWh' },
};

export const ASSUMPTIONS: readonly Assumption[] = [
  {
    id: 'grid.intensity',
    value: 473,
    unit: 'gCO2e/kWh',
    source: 'Ember, Yearly Electricity Data, 2024, world',
    low: 430,
    high: 520,
  },
  {
    id: 'facility.pue',
    value: 1.2,
    unit: 'ratio',
    source: 'Uptime Institute, Global Data Center Survey 2024',
    low: 1.1,
    high: 1.56,
  },
  { id: 'power.tdp', value: 700, unit: 'W', source: 'NVIDIA H100 Tensor Core GPU datasheet' },
  {
    id: 'power.idle',
    value: 70,
    unit: 'W',
    source: 'derived from measurements of ML.ENERGY',
    low: 55,
    high: 120,
  },
  {
    id: 'embodied.accelerator',
    value: 164,
    unit: 'kgCO2e',
    source: 'NVIDIA, Product Carbon Footprint of HGX H100, 2024',
    low: 115,
    high: 280,
  },
  { id: 'embodied.lifetime', value: 4, unit: 'years', source: 'default of Wattlens', low: 3, high: 6 },
  {
    id: 'performance.achieved.memory',
    value: 0.8,
    unit: 'share of peak',
    source: 'curve fitted to public serving measurements, see docs/validation.md',
    low: 0.7,
    high: 0.92,
    note: 'decode; bytes of weights and KV cache',
  },
  { id: 'workload.kvDtype', value: 'bf16', unit: 'format', source: 'the config' },
];

/** Of one pass: prefill of 8 × 512 tokens, or one decode step of 8 tokens. */
const operator = (
  name: string,
  category: OperatorRow['category'],
  parameters: number,
  prefill: readonly [flops: number, bytes: number, seconds: number],
  decode: readonly [flops: number, bytes: number, seconds: number],
): readonly OperatorRow[] =>
  (['prefill', 'decode'] as const).map((phase) => {
    const [flops, bytes, deviceSeconds] = phase === 'prefill' ? prefill : decode;
    const module = name === 'lm_head' || name === 'embed_tokens' ? `model.${name}` : `model.layers.*.${name}`;
    return { name, category, phase, module, count: 32, flops, bytes, deviceSeconds, parameters };
  });

const MODEL_ROWS: readonly OperatorRow[] = [
  ...operator('mlp.gate_proj', 'linear', 1_879_048_192, [15.4e12, 5.4e9, 0.0299], [30.1e9, 3.77e9, 0.001_41]),
  ...operator('mlp.up_proj', 'linear', 1_879_048_192, [15.4e12, 5.4e9, 0.0299], [30.1e9, 3.77e9, 0.001_41]),
  ...operator('mlp.down_proj', 'linear', 1_879_048_192, [15.4e12, 5.4e9, 0.0299], [30.1e9, 3.77e9, 0.001_41]),
  ...operator(
    'self_attn.q_proj',
    'linear',
    536_870_912,
    [4.4e12, 2.15e9, 0.008_54],
    [8.59e9, 1.08e9, 0.000_402],
  ),
  ...operator(
    'self_attn.k_proj',
    'linear',
    134_217_728,
    [1.1e12, 1.34e9, 0.002_13],
    [2.15e9, 0.27e9, 0.000_101],
  ),
  ...operator(
    'self_attn.v_proj',
    'linear',
    134_217_728,
    [1.1e12, 1.34e9, 0.002_13],
    [2.15e9, 0.27e9, 0.000_101],
  ),
  ...operator(
    'self_attn.o_proj',
    'linear',
    536_870_912,
    [4.4e12, 2.15e9, 0.008_54],
    [8.59e9, 1.08e9, 0.000_402],
  ),
  ...operator('self_attn.attention', 'attention', 0, [1.1e12, 1.88e9, 0.003_1], [2.4e9, 0.61e9, 0.000_23]),
  ...operator('lm_head', 'linear', 525_336_576, [4.3e12, 2.1e9, 0.008_3], [8.4e9, 1.05e9, 0.000_39]),
  ...operator('embed_tokens', 'embedding', 525_336_576, [0, 0.07e9, 0.000_03], [0, 0.13e6, 0.000_003]),
  ...operator(
    'input_layernorm',
    'normalisation',
    131_072,
    [0.67e9, 2.1e9, 0.000_8],
    [1.3e6, 4.2e6, 0.000_16],
  ),
  ...operator(
    'post_attention_layernorm',
    'normalisation',
    131_072,
    [0.67e9, 2.1e9, 0.000_8],
    [1.3e6, 4.2e6, 0.000_16],
  ),
  ...operator('mlp.act_fn', 'elementwise', 0, [1.2e9, 11.3e9, 0.004_2], [2.3e6, 22e6, 0.000_17]),
  ...operator('residual.add', 'elementwise', 0, [0.5e9, 6.4e9, 0.002_4], [1e6, 12.6e6, 0.000_17]),
];

export const compareModels = (): CompareReport => ({
  schemaVersion: 1,
  rows: PARTS.map((part) => modelEstimate(NAME, part)),
  best: { latency: 'b200-sxm', throughput: 'b200-sxm', energy: 'h200', carbon: 'h200' },
});

export const modelContent = (): ModelContent => {
  const comparison = compareModels();
  const [estimate] = comparison.rows;
  if (estimate === undefined) throw new Error('The stub has no estimates.');
  return {
    kind: 'model',
    inspection: {
      schemaVersion: 1,
      kind: 'model',
      name: NAME,
      format: 'huggingface',
      family: 'llama',
      unit: 'token',
      parameters: { total: 8_030_261_248, active: 8_030_261_248, embedding: 525_336_576 },
      weightBytes: 16_060_522_496,
      kvBytesPerToken: 131_072,
      layers: 32,
      dtype: 'bf16',
      maxContext: 8192,
    },
    deployment: {
      accelerator: 'h100-sxm5',
      count: 1,
      zone: 'WORLD',
      pue: 1.2,
      lifetimeYears: 4,
      batch: 8,
      input: 512,
      output: 128,
      dtype: 'bf16',
      division: 'auto',
      task: 'serve',
      zero: 0,
      checkpointing: 'none',
    },
    notices: [],
    operators: { schemaVersion: 1, by: 'operator', rows: MODEL_ROWS },
    groupings: ['operator', 'category', 'module', 'phase'],
    estimate,
    comparison,
    choices,
    assumptions: ASSUMPTIONS,
  };
};

/** What is asked of a video: frames and steps, no lengths of prompts. */
export const videoContent = (): ModelContent => {
  const content = modelContent();
  return {
    ...content,
    inspection: { ...content.inspection, name: 'video', format: 'diffusers' },
    deployment: { ...content.deployment, frames: 25, steps: 30 },
    choices: { ...content.choices, inputs: ['frames', 'steps'] },
  };
};

/** Names as an attacker would choose them. */
export const hostileContent = (): ModelContent => {
  const content = modelContent();
  const image = '<img src=x onerror="window.hacked=1">';
  return {
    ...content,
    inspection: { ...content.inspection, name: image },
    notices: [{ severity: 'warning', message: `<b>${image}</b>` }],
    operators: {
      ...content.operators,
      rows: [
        {
          name: image,
          category: 'linear',
          phase: 'prefill',
          module: '</table><script>window.hacked=1</script>',
          count: 1,
          flops: 5e9,
          parameters: 7,
        },
        { name: '__proto__', category: 'other', phase: 'decode', count: 1, flops: 2e9, parameters: 7 },
      ],
    },
    assumptions: [{ id: image, value: image, unit: image, source: 'javascript:alert(1)' }],
  };
};

/** A model nothing could be estimated for. */
export const emptyContent = (): ModelContent => {
  const { estimate: _, ...content } = modelContent();
  return {
    ...content,
    operators: { schemaVersion: 1, by: 'operator', rows: [] },
    comparison: { schemaVersion: 1, rows: [], best: {} },
    assumptions: [],
  };
};
