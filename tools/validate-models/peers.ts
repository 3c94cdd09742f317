import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesPerElement } from '../../src/core/workload/dtype';
import { Problem } from '../../src/core/problem';
import { configOf, whyOf } from './facts';
import { type Figures, figuresOf, modelAt, off, signed } from './ours';

type Quantity = 'parameters' | 'kv' | 'prefill' | 'decode';

const NAMES: Readonly<Record<Quantity, string>> = {
  parameters: 'parameters, or bytes of weights',
  kv: 'bytes of cache',
  prefill: 'operations of a prefill',
  decode: 'operations of a decode step',
};

/** One figure of another program beside ours, which the reference bears out. */
interface Point {
  readonly tool: string;
  readonly quantity: Quantity;
  readonly model: string;
  readonly off: number;
}

interface Case {
  readonly model: string;
  readonly batch: number;
  readonly input: number;
  readonly context?: number;
  readonly said: Partial<Record<Quantity, number>>;
}

const read = (folder: string, name: string): unknown =>
  JSON.parse(readFileSync(join(folder, 'peers', `${name}.json`), 'utf8'));

const BF16 = bytesPerElement('bf16');

const viewerCases = (folder: string): readonly Case[] => {
  type Totals = Record<'prefill' | 'decode', Record<string, number>>;
  const rows = read(folder, 'llm_viewer') as readonly {
    readonly model: string;
    readonly seqlen: number;
    readonly batchsize: number;
    readonly w_bit: number;
    readonly kv_bit: number;
    readonly results: { readonly total_results?: Totals };
  }[];
  return rows.flatMap(({ model, seqlen, batchsize, w_bit, kv_bit, results: { total_results: totals } }) => {
    if (totals === undefined || w_bit !== 16 || kv_bit !== 16) return [];
    return [
      {
        model,
        batch: batchsize,
        input: seqlen,
        said: {
          parameters: (totals.prefill['memory_consumption_weight'] ?? NaN) / BF16,
          kv: (totals.prefill['memory_consumption_kv_cache'] ?? NaN) / seqlen / batchsize,
          prefill: totals.prefill['OPs'] ?? NaN,
          decode: totals.decode['OPs'] ?? NaN,
        },
      },
    ];
  });
};

const analysisCases = (folder: string): readonly Case[] => {
  const rows = read(folder, 'llm_analysis') as readonly {
    readonly kind: string;
    readonly model_config: { readonly name: string };
    readonly call: { readonly batch_size_per_gpu: number; readonly seq_len?: number };
    readonly summary: Readonly<Record<string, number>>;
  }[];
  return rows.map(({ kind, model_config: { name }, call, summary }) => ({
    model: name,
    batch: call.batch_size_per_gpu,
    input: call.seq_len ?? 2048,
    said: {
      parameters: summary['num_params_total'] ?? NaN,
      ...(kind === 'inference'
        ? {
            prefill: summary['prefill_num_flops_fwd_total'] ?? NaN,
            decode: summary['decode_num_flops_fwd_total'] ?? NaN,
          }
        : {}),
    },
  }));
};

interface GenzOperator {
  readonly 'Op Type': string;
  readonly Dimension: unknown;
  readonly 'Num ops (MFLOP)': number;
}

/** GenZ lists a layer once, between marks that say how often it is repeated. */
const genzOperations = (operators: readonly GenzOperator[]): number => {
  let times = 1;
  let sum = 0;
  for (const { 'Op Type': type, Dimension, 'Num ops (MFLOP)': millions } of operators) {
    if (type === 'Repeat') times *= Number(Dimension);
    else if (type === 'EndRepeat') times /= Number(Dimension);
    else sum += times * millions * 1e6;
  }
  return sum;
};

const genzCases = (folder: string): readonly Case[] => {
  const rows = read(folder, 'genz') as readonly {
    readonly kind: 'prefill' | 'decode';
    readonly model: string;
    readonly args: Readonly<Record<string, number>>;
    readonly result?: { readonly model_df?: readonly GenzOperator[] | null };
  }[];
  return rows.flatMap(({ kind, model, args, result }) => {
    const operators = result?.model_df;
    const split = (args['tensor_parallel'] ?? 1) > 1 || (args['expert_parallel'] ?? 1) > 1;
    if (operators === undefined || operators === null || split) return [];
    const input = args['input_tokens'] ?? NaN;
    const context = input + (args['output_tokens'] ?? 0);
    return [
      { model, batch: args['batch_size'] ?? 1, input, context, said: { [kind]: genzOperations(operators) } },
    ];
  });
};

const madmaxCases = (folder: string): readonly Case[] => {
  const groups = read(folder, 'madmax') as Readonly<Record<string, unknown>>;
  const models = new Map<string, number>();
  for (const row of Object.values(groups).flat() as readonly {
    model?: { name: string; total_params: number };
  }[]) {
    if (row.model !== undefined) models.set(row.model.name, row.model.total_params);
  }
  return [...models].map(([model, parameters]) => ({ model, batch: 1, input: 512, said: { parameters } }));
};

const TOOLS: readonly (readonly [tool: string, cases: (folder: string) => readonly Case[]])[] = [
  ['llm-viewer', viewerCases],
  ['llm-analysis', analysisCases],
  ['genz', genzCases],
  ['mad-max', madmaxCases],
];

const pointsOf = (tool: string, one: Case, configs: string): readonly Point[] => {
  const path = configOf(one.model);
  const model = path === undefined ? undefined : modelAt(configs, path);
  if (model === undefined || model instanceof Problem) return [];
  const own: Figures = figuresOf(model, one.batch, one.input, one.context);
  return (Object.keys(NAMES) as Quantity[]).flatMap((quantity) => {
    const said = one.said[quantity];
    return said === undefined || !Number.isFinite(said)
      ? []
      : [{ tool, quantity, model: one.model, off: off(said, own[quantity]) }];
  });
};

const lineOf = (points: readonly Point[]): string => {
  const [first] = points;
  if (first === undefined) return '';
  const sorted = [...points].sort((a, b) => a.off - b.off);
  const [least, most] = [sorted[0] ?? first, sorted.at(-1) ?? first];
  const range = sorted.every((point) => point.off === 0)
    ? 'exact'
    : `${signed(least.off)} (${least.model}) … ${signed(most.off)} (${most.model})`;
  return `| ${first.tool} | ${NAMES[first.quantity]} | ${points.length} | ${range} | ${whyOf(first.tool, first.quantity)} |`;
};

/** Where other programs’ figures differ from ours on the same model and run, and why. */
export const peersSection = (folder: string, configs: string): string => {
  let left = 0;
  const points = TOOLS.flatMap(([tool, cases]) =>
    cases(folder).flatMap((one) => {
      const found = pointsOf(tool, one, configs);
      if (found.length === 0) left++;
      return found;
    }),
  );
  const lines = TOOLS.flatMap(([tool]) =>
    (Object.keys(NAMES) as Quantity[]).map((quantity) =>
      lineOf(points.filter((point) => point.tool === tool && point.quantity === quantity)),
    ),
  ).filter((line) => line !== '');
  return `Figures that the programs gave for these models and runs, as they differ from ours (least … most). Ours are those that agree with the
reference above. ${left} cases are about models whose own config is not at hand, or divide one over several accelerators.

| Program | Quantity | Figures | Off by | Why |
| --- | --- | ---: | --- | --- |
${lines.join('\n')}`;
};
