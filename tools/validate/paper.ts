import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { estimate } from '../../src/core/estimate/estimate';
import type { Estimate } from '../../src/core/estimate/estimate-types';
import { catalogue } from '../../src/core/hardware/catalogue/index';
import { findAccelerator } from '../../src/core/hardware/find';
import { powerOf } from '../../src/core/hardware/power';
import { readModel } from '../../src/core/models/read';
import { buildWorkload } from '../../src/core/models/workload';
import type { Dtype } from '../../src/core/workload/dtype';
import { percent } from './tables';

const PAPER = 'xPU-athalon (arXiv 2604.10852)';

interface Question {
  readonly model?: '8b' | '70b';
  readonly count?: number;
  readonly tensor?: number;
  readonly pipeline?: number;
  readonly batch?: number;
  readonly dtype?: Dtype;
}

/** Llama 3.1 at short prompts. */
type On = (accelerator: string, question?: Question) => Estimate;

const reading =
  (configs: string): On =>
  (accelerator, { model = '8b', count = 1, tensor = 1, pipeline = 1, batch = 1, dtype } = {}) => {
    const file = `llama-3.1-${model}.json`;
    const run = {
      batch,
      input: 1024,
      output: 128,
      ...(dtype === undefined ? {} : { weightDtype: dtype }),
    };
    const workload = buildWorkload(readModel(readFileSync(join(configs, 'llama', file), 'utf8'), file), run);
    return estimate(workload, { accelerator, count, parallelism: { tensor, pipeline } });
  };

const powerShare = (result: Estimate, phase: string): number | undefined => {
  const found = result.phases.find(({ name }) => name === phase);
  const tdp = findAccelerator(catalogue(), result.deployment.accelerator).tdp?.value;
  return found?.joules === undefined || tdp === undefined
    ? undefined
    : found.joules / found.seconds / tdp / result.deployment.count;
};

const idleShare = (name: string): number | undefined => {
  const model = powerOf(findAccelerator(catalogue(), name));
  return model === undefined ? undefined : model.idle.mid / model.tdp.mid;
};

const tpot = ({ latency }: Estimate): number => latency?.tpot ?? NaN;

interface Statement {
  readonly what: string;
  readonly stated: readonly [number, number];
  readonly ours: number | undefined;
}

/** One rack of Groq: eight chips a node, nine nodes one after the other. */
const RACK: Question = { count: 72, tensor: 8, pipeline: 9, dtype: 'int8' };

const powers = (on: On): readonly Statement[] => {
  const prefill = (name: string): number | undefined => powerShare(on(name, { batch: 8 }), 'prefill');
  const decode = (name: string): number | undefined => powerShare(on(name), 'decode');
  const idle: readonly (readonly [name: string, part: string, stated: number])[] = [
    ['H100', 'h100', 0.2],
    ['MI300X', 'mi300x', 0.2],
    ['Gaudi', 'gaudi2', 0.3],
    ['SN40', 'sn40l', 0.4],
    ['CS-3', 'cs3', 0.8],
  ];
  return [
    { what: 'Prefill power over TDP, H100', stated: [0.75, 1], ours: prefill('h100') },
    { what: 'Prefill power over TDP, MI300X', stated: [0.75, 1], ours: prefill('mi300x') },
    { what: 'Prefill power over TDP, SN40', stated: [0.75, 1], ours: prefill('sn40l') },
    { what: 'Prefill power over TDP, CS-3', stated: [0.75, 1], ours: prefill('cs3') },
    { what: 'Decode power over TDP, A100', stated: [0.5, 0.6], ours: decode('a100') },
    { what: 'Decode power over TDP, H100', stated: [0.5, 0.6], ours: decode('h100') },
    { what: 'Decode power over TDP, MI300X', stated: [0.8, 0.8], ours: decode('mi300x') },
    { what: 'Decode power over TDP, Gaudi 2', stated: [0.45, 0.6], ours: decode('gaudi2') },
    { what: 'Decode power over TDP, SN40', stated: [0.75, 0.75], ours: decode('sn40l') },
    { what: 'Decode power over TDP, CS-3', stated: [1, 1], ours: decode('cs3') },
    ...idle.map(([name, part, stated]): Statement => ({
      what: `Idle power over TDP, ${name}`,
      stated: [stated, stated],
      ours: idleShare(part),
    })),
  ];
};

/** Seconds per token over those of one H100, and over those of the node of eight that the paper names as its H100 platform. */
const tokens = (on: On): readonly Statement[] => {
  const systems: readonly (readonly [name: string, seconds: number, stated: number])[] = [
    ['SN40 (one socket)', tpot(on('sn40l')), 0.486],
    ['Groq (72 chips)', tpot(on('groq', RACK)), 0.3],
    ['CS-3', tpot(on('cs3')), 0.229],
  ];
  const bases: readonly (readonly [name: string, seconds: number])[] = [
    ['one H100', tpot(on('h100'))],
    ['eight H100', tpot(on('h100', { count: 8, tensor: 8 }))],
  ];
  return bases.flatMap(([base, whole]) =>
    systems.map(([name, seconds, stated]): Statement => ({
      what: `Seconds per token of 8B over ${base}, ${name}`,
      stated: [stated, stated],
      ours: seconds / whole,
    })),
  );
};

/** What the paper states, beside what the program computes. No coefficient is set from these figures. */
export const paperTable = (configs: string): string =>
  [
    `| ${PAPER} states | Stated | Computed | Off by |`,
    '| --- | ---: | ---: | ---: |',
    ...[...powers(reading(configs)), ...tokens(reading(configs))].map(
      ({ what, stated: [low, high], ours }) => {
        const off =
          ours === undefined ? undefined : ours < low ? ours / low - 1 : ours > high ? ours / high - 1 : 0;
        const shown = low === high ? low.toFixed(2) : `${low.toFixed(2)} to ${high.toFixed(2)}`;
        return `| ${what} | ${shown} | ${ours === undefined ? 'unknown' : ours.toFixed(2)} | ${off === undefined ? 'unknown' : `${(100 * off).toFixed(0)} %`} |`;
      },
    ),
  ].join('\n');

/** Tokens a second and user of hosted Llama 3.1 by Artificial Analysis, in the table that rates.yaml names. */
export const hostedTable = (configs: string): string => {
  const on = reading(configs);
  const rows: readonly (readonly [system: string, published: number, ours: number, used: string])[] = [
    ['8B, CS-3', 1837, 1 / tpot(on('cs3')), 'coefficients'],
    ['70B, 4 × CS-3', 445, 1 / tpot(on('cs3', { model: '70b', count: 4, pipeline: 4 })), 'coefficients'],
    ['8B, 72 × Groq, 8 bits', 751, 1 / tpot(on('groq', RACK)), 'coefficients'],
    [
      '70B, 640 × Groq, 8 bits',
      250,
      1 / tpot(on('groq', { ...RACK, model: '70b', count: 640, pipeline: 80 })),
      'check',
    ],
  ];
  return [
    '| Hosted | Published, tokens/s | Computed, tokens/s | Off by | Used for |',
    '| --- | ---: | ---: | ---: | --- |',
    ...rows.map(
      ([system, published, ours, used]) =>
        `| ${system} | ${published} | ${ours.toFixed(0)} | ${percent(ours / published - 1)} | ${used} |`,
    ),
  ].join('\n');
};
