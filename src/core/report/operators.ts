import type { Operator, Phase, Workload } from '../workload/workload';
import type { Grouping, OperatorRow, OperatorsReport } from './types';
import { versioned } from './version';

const bytesOf = ({ bytes }: Operator): number | undefined =>
  bytes && bytes.weights + bytes.read + bytes.written + bytes.kvRead + bytes.kvWritten;

const rowOf = (phase: Phase, operator: Operator): OperatorRow => {
  const { name, module, category, count, flops, parameters, measured } = operator;
  const bytes = bytesOf(operator);
  const deviceSeconds = measured?.deviceSeconds ?? operator.predictedSeconds;
  return {
    name,
    category,
    phase: phase.name,
    ...(module === undefined ? {} : { module }),
    count,
    ...(flops === undefined ? {} : { flops }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(measured?.hostSeconds === undefined ? {} : { hostSeconds: measured.hostSeconds }),
    ...(deviceSeconds === undefined ? {} : { deviceSeconds }),
  };
};

const SUMMED = ['flops', 'bytes', 'parameters', 'hostSeconds', 'deviceSeconds'] as const;

/** A value that one side does not know does not make the sum unknown: it is the sum of what is known. */
const add = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : a + b;

const merge = (into: OperatorRow, row: OperatorRow): OperatorRow => {
  const merged: { -readonly [K in keyof OperatorRow]: OperatorRow[K] } = {
    ...into,
    count: into.count + row.count,
  };
  for (const key of SUMMED) {
    const sum = add(into[key], row[key]);
    if (sum !== undefined) merged[key] = sum;
  }
  if (into.category !== row.category) merged.category = 'other';
  return merged;
};

/** `model.layers.*.self_attn.q_proj` → `model.layers.*.self_attn`. */
const parentModule = (module: string): string => module.replace(/\.?[^.]+$/, '') || module;

/** The row's group: its name, and the row with what the group's members do not share taken away. */
const regroup = (row: OperatorRow, by: Grouping): OperatorRow => {
  const { module, ...rest } = row;
  switch (by) {
    case 'operator':
    case 'kernel':
      return row;
    case 'category':
      return { ...rest, name: row.category };
    case 'phase':
      return { ...rest, name: row.phase };
    case 'module': {
      const parent = module === undefined ? undefined : parentModule(module);
      return parent === undefined ? row : { ...rest, name: parent, module: parent };
    }
  }
};

/** Rows of one group together, in order of first appearance. Totals of the rows are those of the workload. */
const grouped = (rows: readonly OperatorRow[], by: Grouping): readonly OperatorRow[] => {
  if (by === 'operator' || by === 'kernel') return rows;
  const groups = new Map<string, OperatorRow>();
  for (const row of rows) {
    const member = regroup(row, by);
    const key = `${member.phase}\n${member.name}`;
    const into = groups.get(key);
    groups.set(key, into === undefined ? member : merge(into, member));
  }
  return [...groups.values()];
};

/**
 * The operator breakdown of a workload: per phase, one pass each.
 * @param predictedOn The accelerator that device times were predicted for; absent where they were measured.
 */
export const operatorsReport = (workload: Workload, by: Grouping, predictedOn?: string): OperatorsReport =>
  versioned({
    by,
    ...(predictedOn === undefined ? {} : { predictedOn }),
    rows: grouped(
      workload.phases.flatMap((phase) => phase.operators.map((operator) => rowOf(phase, operator))),
      by,
    ),
  });
