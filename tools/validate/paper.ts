import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { estimate } from '../../src/core/estimate/estimate';
import type { Estimate } from '../../src/core/estimate/estimate-types';
import { catalogue } from '../../src/core/hardware/catalogue/index';
import { findAccelerator } from '../../src/core/hardware/find';
import { powerOf } from '../../src/core/hardware/power';
import { readModel } from '../../src/core/models/read';
import { buildWorkload } from '../../src/core/models/workload';

const PAPER = 'xPU-athalon (arXiv 2604.10852)';

interface Statement {
  readonly what: string;
  readonly stated: readonly [number, number];
  readonly ours: number | undefined;
}

const on = (configs: string, accelerator: string, count = 1, batch = 1, parallelism = {}): Estimate => {
  const model = readModel(
    readFileSync(join(configs, 'llama/llama-3.1-8b.json'), 'utf8'),
    'llama-3.1-8b.json',
  );
  return estimate(buildWorkload(model, { batch, input: 1024, output: 128 }), {
    accelerator,
    count,
    parallelism,
  });
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

/** What the paper states, beside what the program computes. No coefficient is set from these figures. */
const statements = (configs: string): readonly Statement[] => {
  const h100 = on(configs, 'h100');
  const perToken = (result: Estimate): number => (result.latency?.tpot ?? NaN) / (h100.latency?.tpot ?? NaN);
  const decode = (name: string): number | undefined => powerShare(on(configs, name), 'decode');
  return [
    {
      what: 'Prefill power over TDP, H100',
      stated: [0.75, 1],
      ours: powerShare(on(configs, 'h100', 1, 8), 'prefill'),
    },
    { what: 'Decode power over TDP, A100', stated: [0.5, 0.6], ours: decode('a100') },
    { what: 'Decode power over TDP, H100', stated: [0.5, 0.6], ours: decode('h100') },
    { what: 'Decode power over TDP, MI300X', stated: [0.8, 0.8], ours: decode('mi300x') },
    { what: 'Decode power over TDP, Gaudi 2', stated: [0.45, 0.6], ours: decode('gaudi2') },
    { what: 'Idle power over TDP, H100', stated: [0.2, 0.2], ours: idleShare('h100') },
    { what: 'Idle power over TDP, MI300X', stated: [0.2, 0.2], ours: idleShare('mi300x') },
    { what: 'Idle power over TDP, Gaudi', stated: [0.3, 0.3], ours: idleShare('gaudi2') },
    { what: 'Idle power over TDP, CS-3', stated: [0.8, 0.8], ours: idleShare('cs3') },
    {
      what: 'Seconds per token of 8B over H100, Groq (72 chips)',
      stated: [0.3, 0.3],
      ours: perToken(on(configs, 'groq', 72, 1, { tensor: 8, pipeline: 9 })),
    },
    {
      what: 'Seconds per token of 8B over H100, CS-3',
      stated: [0.229, 0.229],
      ours: perToken(on(configs, 'cs3')),
    },
  ];
};

export const paperTable = (configs: string): string =>
  [
    `| ${PAPER} states | Stated | Computed | Off by |`,
    '| --- | ---: | ---: | ---: |',
    ...statements(configs).map(({ what, stated: [low, high], ours }) => {
      const off =
        ours === undefined ? undefined : ours < low ? ours / low - 1 : ours > high ? ours / high - 1 : 0;
      const shown = low === high ? low.toFixed(2) : `${low.toFixed(2)} to ${high.toFixed(2)}`;
      return `| ${what} | ${shown} | ${ours === undefined ? 'unknown' : ours.toFixed(2)} | ${off === undefined ? 'unknown' : `${(100 * off).toFixed(0)} %`} |`;
    }),
  ].join('\n');
