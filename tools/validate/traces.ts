import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { withoutEarlier } from '../../src/core/estimate/earlier';
import { projectedSeconds } from '../../src/core/estimate/project-trace';
import { catalogue } from '../../src/core/hardware/catalogue/index';
import { matchDevice } from '../../src/core/hardware/find';
import { type Machine, machineOf } from '../../src/core/hardware/performance/machine';
import { readTrace } from '../../src/core/traces/read';
import { toWorkload } from '../../src/core/traces/to-workload';
import type { OperatorCategory } from '../../src/core/workload/category';
import type { Workload } from '../../src/core/workload/workload';
import { openBytes } from '../../src/io/open-bytes';

/** The same model recorded on two accelerators. */
const PAIR = [
  'tracelens__h100__Qwen_Qwen1.5-0.5B-Chat__1016005.json.gz',
  'tracelens__mi300__Qwen_Qwen1.5-0.5B-Chat__1016005.json.gz',
] as const;

interface Recorded {
  readonly workload: Workload;
  readonly machine: Machine;
}

const read = async (file: string): Promise<Recorded> => {
  const recording = toWorkload([await readTrace(openBytes(file), { name: basename(file) })]);
  const { workload } = withoutEarlier(recording);
  const part = matchDevice(catalogue(), workload.source.deviceName ?? '');
  if (part === undefined) throw new Error(`${file}: no part is called '${workload.source.deviceName}'`);
  return { workload, machine: machineOf(part) };
};

const byCategory = (
  workload: Workload,
  seconds: (row: Workload['phases'][number]['operators'][number]) => number,
): ReadonlyMap<OperatorCategory, number> => {
  const sums = new Map<OperatorCategory, number>();
  for (const row of workload.phases.flatMap(({ operators }) => operators))
    sums.set(row.category, (sums.get(row.category) ?? 0) + seconds(row));
  return sums;
};

const total = (sums: ReadonlyMap<OperatorCategory, number>): number =>
  [...sums.values()].reduce((a, b) => a + b, 0);
const milliseconds = (seconds: number): string => (seconds * 1e3).toFixed(2);

const crossing = (from: Recorded, to: Recorded): readonly string[] => {
  const predicted = byCategory(from.workload, (row) => projectedSeconds(row, from.machine, to.machine).mid);
  const measured = byCategory(to.workload, (row) => row.measured?.deviceSeconds ?? 0);
  const names = [...new Set([...predicted.keys(), ...measured.keys()])].sort(
    (a, b) => (measured.get(b) ?? 0) - (measured.get(a) ?? 0),
  );
  const line = (name: string, ours: number, theirs: number): string =>
    `| ${from.machine.part.id} → ${to.machine.part.id} | ${name} | ${milliseconds(ours)} | ${milliseconds(theirs)} | ${theirs === 0 ? 'not there' : `${(100 * (ours / theirs - 1)).toFixed(0)} %`} |`;
  return [
    line('**all kernels**', total(predicted), total(measured)),
    ...names
      .filter((name) => Math.max(predicted.get(name) ?? 0, measured.get(name) ?? 0) > 0.02 * total(measured))
      .map((name) => line(name, predicted.get(name) ?? 0, measured.get(name) ?? 0)),
  ];
};

/** Two recordings of Qwen1.5-0.5B predict each other, class by class; a sentence where the traces are not at hand. */
export const traceTable = async (folder: string): Promise<string> => {
  const [h100, mi300x] = PAIR.map((name) => join(folder, name));
  if (h100 === undefined || mi300x === undefined || !existsSync(h100) || !existsSync(mi300x))
    return 'The two recordings are not at hand.';
  const [a, b] = [await read(h100), await read(mi300x)];
  return [
    '| Qwen1.5-0.5B, PyTorch eager | Class | Predicted, ms | Measured, ms | Off by |',
    '| --- | --- | ---: | ---: | ---: |',
    ...crossing(a, b),
    ...crossing(b, a),
  ].join('\n');
};
