import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Needed } from '../document/shared-folder';
import { isDtype } from '../../src/core/workload/dtype';
import { type Case, setUp } from './case';
import { parseCsv } from './csv';

/** What the rows need. */
export const ROWS: readonly Needed[] = [
  ['configs', ''],
  ['reference', 'models-of-rows.json'],
  ['reference', 'serving-energy-llm.csv'],
  ['reference', 'inference-latency-alcf.csv'],
  ['reference', 'inference-power-alcf.csv'],
];

type Row = Readonly<Record<string, string>>;

interface SetDescription {
  readonly configs: Readonly<Record<string, string>>;
}

const csv = (folder: string, file: string): readonly Row[] =>
  parseCsv(readFileSync(join(folder, file), 'utf8'));

const configsOf = (folder: string, file: string): SetDescription['configs'] => {
  const sets = JSON.parse(readFileSync(join(folder, 'models-of-rows.json'), 'utf8')) as Readonly<
    Record<string, SetDescription>
  >;
  return sets[file]?.configs ?? {};
};

/** Mean prompt tokens of the tasks of the serving-energy set, which does not state them. */
const PROMPT: Readonly<Record<string, number>> = { 'lm-arena-chat': 150, gpqa: 250 };
const ENERGY_PARTS: Readonly<Record<string, string>> = { H100: 'h100-sxm5', B200: 'b200-sxm' };

interface Division {
  readonly tensor_parallel: number;
  readonly data_parallel: number;
  readonly expert_parallel: number;
}

/** ML.ENERGY: steady serving of text on vLLM. Board energy of all accelerators together. */
const servingEnergy = (folder: string): readonly Case[] => {
  const file = 'serving-energy-llm.csv';
  const configs = configsOf(folder, file);
  return csv(folder, file).flatMap((row): readonly Case[] => {
    const [model = '', task = '', gpu = '', precision = ''] = [
      row['model'],
      row['task'],
      row['gpu_model'],
      row['precision'],
    ];
    const [config, input, part] = [configs[model], PROMPT[task], ENERGY_PARTS[gpu]];
    if (config === undefined || input === undefined || part === undefined) return [];
    const count = Number(row['num_gpus']);
    const division = JSON.parse(row['parallelization'] ?? '{}') as Division;
    const dtype = { bfloat16: 'bf16' }[precision] ?? precision;
    return [
      {
        set: 'serving energy (ML.ENERGY)',
        model: `${model} ${task}`,
        config,
        platform: `${count} × ${gpu}`,
        engine: 'vllm',
        parts: [part],
        run: {
          batch: Math.max(1, Math.round(Number(row['avg_batch_size']))),
          input,
          output: Math.round(Number(row['avg_output_len'])),
          ...(isDtype(dtype) ? { weightDtype: dtype } : {}),
        },
        deployment: {
          count,
          engine: 'vllm',
          ...(division.expert_parallel > 1 ? { parallelism: { expert: division.expert_parallel } } : {}),
        },
        measured: {
          tokensPerSecond: Number(row['output_throughput_tokens_per_sec']),
          joulesPerToken: Number(row['energy_per_token_joules']),
          watts: Number(row['avg_power_watts']),
        },
      },
    ];
  });
};

const ALCF_PARTS: Readonly<Record<string, readonly string[]>> = {
  'Nvidia A100 GPU': ['a100-sxm4-40', 'a100-sxm4-80'],
  'Nvidia H100 GPU': ['h100-sxm5'],
  'Nvidia GH200 GPU': ['gh200'],
  'AMD MI300X GPU': ['mi300x'],
  'AMD MI250 GPU': ['mi250x'],
  'Habana Gaudi2': ['gaudi2'],
  'Intel Max 1550': ['max1550'],
  'Intel PVC GPU': ['max1550'],
};
/** Engines as that set names them. */
export const ALCF_ENGINES: Readonly<Record<string, string>> = {
  vLLM: 'vllm',
  'TensorRT-LLM': 'trt-llm',
  Deepspeed: 'deepspeed',
  'Deepspeed-MII': 'deepspeed',
  'llama.cpp': 'llama.cpp',
};

const alcfCase = (
  set: string,
  configs: SetDescription['configs'],
  row: Row,
  engineColumn: string,
  lengthColumn: string,
): readonly Omit<Case, 'measured'>[] => {
  const [model = '', hardware = '', framework = ''] = [row['model'], row['hardware'], row[engineColumn]];
  const [config, parts, engine] = [configs[model], ALCF_PARTS[hardware], ALCF_ENGINES[framework]];
  if (config === undefined || parts === undefined || engine === undefined) return [];
  const [length, count] = [Number(row[lengthColumn]), Number(row['n'])];
  return [
    {
      set,
      model,
      config,
      platform: `${count} × ${hardware}`,
      engine,
      parts,
      run: { batch: Number(row['batch']), input: length, output: length, weightDtype: 'bf16' },
      deployment: { count, engine },
      ...(row['flag'] === undefined || row['flag'] === '' ? {} : { apart: row['flag'] }),
    },
  ];
};

/** ALCF LLM-Inference-Bench: seconds of one batch of equal prompts and as many output tokens. */
const latency = (folder: string): readonly Case[] => {
  const file = 'inference-latency-alcf.csv';
  const configs = configsOf(folder, file);
  return csv(folder, file).flatMap((row) =>
    alcfCase('latency (ALCF)', configs, row, 'framework', 'in_out_len').map((question) => ({
      ...question,
      measured: { latency: Number(row['latency_s']) },
    })),
  );
};

const power = (folder: string): readonly Case[] => {
  const file = 'inference-power-alcf.csv';
  const configs = configsOf(folder, file);
  return csv(folder, file).flatMap((row) =>
    alcfCase('power (ALCF)', configs, row, 'fw', 'in_out').map((question) => ({
      ...question,
      measured: { watts: Number(row['power_w']) },
    })),
  );
};

/** Rows slower in tokens per second than a smaller batch of the same set-up: the engine's scheduler, not the hardware. */
const markSlower = (cases: readonly Case[]): readonly Case[] => {
  const fastest = new Map<string, number>();
  return [...cases]
    .sort((a, b) => a.run.batch - b.run.batch)
    .map((one) => {
      const rate =
        one.measured.tokensPerSecond ??
        (one.measured.latency === undefined
          ? undefined
          : (one.run.batch * one.run.output) / one.measured.latency);
      if (rate === undefined) return one;
      const before = fastest.get(setUp(one)) ?? 0;
      fastest.set(setUp(one), Math.max(before, rate));
      return rate < before * 0.98 && one.apart === undefined
        ? { ...one, apart: 'slower than a smaller batch' }
        : one;
    });
};

/** Every row of the reference folder that names a model whose config is at hand. */
export const readCases = (folder: string): readonly Case[] => [
  ...markSlower(servingEnergy(folder)),
  ...markSlower(latency(folder)),
  ...power(folder),
];
