import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Against, againstTrace } from '../../src/core/compare/against-trace';
import { Facts } from '../../src/core/hardware/facts';
import { readModel } from '../../src/core/models/read';
import { buildWorkload } from '../../src/core/models/workload';
import { readTrace } from '../../src/core/traces/read';
import { toWorkload } from '../../src/core/traces/to-workload';
import { openBytes } from '../../src/io/open-bytes';
import data from './recorded.yaml';

const milliseconds = (value: number | undefined): string =>
  value === undefined ? 'none' : (value * 1e3).toFixed(value < 1e-3 ? 3 : 2);

const line = (where: string, name: string, { predicted, measured, difference }: Against): string =>
  `| ${where} | ${name} | ${milliseconds(predicted)} | ${milliseconds(measured)} | ${difference === undefined ? 'none' : `${(100 * difference).toFixed(0)} %`} |`;

const tableOf = async (folder: string, facts: Facts): Promise<readonly string[]> => {
  const file = join(folder, facts.at('trace').text());
  if (!existsSync(file)) return [];
  const name = facts.at('model').text();
  const model = readModel(facts.at('config').text(), `${name}.json`);
  const workload = buildWorkload(model, {
    batch: facts.at('batch').number(),
    input: facts.at('input').number(),
    output: 1,
  });
  const result = againstTrace(workload, toWorkload([await readTrace(openBytes(file), { name })]), {});
  const where = `${name}, ${result.accelerator}`;
  return [
    line(where, '**all kernels**', result.total),
    ...result.classes.filter(({ measured = 0 }) => measured > 0).map((row) => line(where, row.class, row)),
  ];
};

/** Configs beside eager recordings of their models, class by class; a sentence where none is at hand. */
export const recordedTable = async (folder: string): Promise<string> => {
  const rows: string[] = [];
  for (const facts of new Facts(data, 'recorded.yaml', new Map()).list())
    rows.push(...(await tableOf(folder, facts)));
  return rows.length === 0
    ? 'The recordings are not at hand.'
    : [
        '| Model, PyTorch eager | Class | Predicted, ms | Measured, ms | Off by |',
        '| --- | --- | ---: | ---: | ---: |',
        ...rows,
      ].join('\n');
};
