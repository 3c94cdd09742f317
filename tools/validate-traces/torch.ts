import { memory } from '../../src/core/traces/analysis/memory';
import { operators } from '../../src/core/traces/analysis/operators';
import type { Selection } from '../../src/core/traces/analysis/selection';
import { wholeTrace } from '../../src/core/traces/analysis/windows/all';
import { readTrace } from '../../src/core/traces/read';
import type { Trace } from '../../src/core/traces/columns';
import { SliceKind } from '../../src/core/traces/slice-kind';
import { openBytes } from '../../src/io/open-bytes';
import { type Comparison, demand, demandSameNames, differenceTables, isClose, summaryLines } from './parity';
import { torchCount } from './torch-count';
import type { Averages, Recording, TorchRow } from './torch-results';

const MICROSECONDS = 1e6;
const QUANTITIES = [
  ['calls', 'calls', ''],
  ['self CPU time', 'selfTime', ' µs'],
  ['total CPU time', 'totalTime', ' µs'],
  ['self CPU memory', 'selfMemory', ' bytes'],
  ['total CPU memory', 'totalMemory', ' bytes'],
] as const;

/** Ranges, and memory outside of everything: no operators here, so that only the second count has them. */
const OTHERS = 'all of a row that is no operator here';
const ASYNC = 'It gives no time of its own to what ends on another thread than it began on';
const PYTHON =
  'With stacks, its own part of an operator leaves out all Python that the operator calls; ours only the modules (nn.Module) in it';
const THREADS =
  'It counts memory of every thread that changed during a call; ours counts that of the call’s own';

const isOperator = ({ name, isAnnotation }: TorchRow): boolean => !isAnnotation && name !== '[memory]';

/** Our rows by name, in its units. */
const oursOf = (selection: Selection): ReadonlyMap<string, Averages> => {
  const held = new Map(
    (memory.run(selection) ?? [])
      .filter(({ device }) => device === 'CPU')
      .flatMap((report) => report.operators.map((row) => [row.name, row] as const)),
  );
  return new Map(
    (operators.run(selection) ?? []).map((row) => [
      row.name,
      {
        name: row.name,
        calls: row.calls,
        selfTime: row.hostSelf * MICROSECONDS,
        totalTime: row.hostTotal * MICROSECONDS,
        selfMemory: held.get(row.name)?.selfIncrease ?? 0,
        totalMemory: held.get(row.name)?.increase ?? 0,
      },
    ]),
  );
};

/** The first event that makes the difference, in words. */
const shownBy = ({ slices, strings, memory: changes }: Trace, name: string, reason: string): string => {
  for (let row = 0; row < slices.length; row++) {
    if (slices.kind[row] !== SliceKind.operator || strings.text(slices.name[row] ?? 0) !== name) continue;
    const start = slices.start[row] ?? 0;
    const end = start + (slices.duration[row] || 0);
    const holds = (time: number | undefined): boolean => time !== undefined && time >= start && time <= end;
    if (reason === PYTHON)
      for (let inside = 0; inside < slices.length; inside++)
        if (
          slices.kind[inside] === SliceKind.python &&
          slices.track[inside] === slices.track[row] &&
          holds(slices.start[inside])
        )
          return `${strings.text(slices.name[inside] ?? 0).replace(/^.*\/(?=\w+\/\w+\.py)/, '')} in it`;
    if (reason === THREADS)
      for (let event = 0; event < changes.length; event++)
        if (changes.track[event] !== slices.track[row] && holds(changes.time[event]))
          return `[memory] of ${changes.bytes[event]} bytes on another thread during it`;
  }
  return name;
};

/** Why a quantity is not ours: a second count in PyTorch's ways must be its number, and without one of them is not. */
const reasonsOf = (selection: Selection, said: readonly TorchRow[]) => {
  const async = new Set(said.filter(({ isAsync }) => isAsync).map(({ name }) => name));
  const isAsync = (name: string): boolean => async.has(name);
  const count = (python: boolean, everyThread: boolean) =>
    torchCount(selection.trace, isAsync, { python, everyThread });
  const asTorch = count(true, true);
  const without = [
    [PYTHON, count(false, true)],
    [THREADS, count(true, false)],
  ] as const;
  return (row: TorchRow, quantity: Exclude<keyof Averages, 'name'>): string => {
    const expected = row[quantity];
    const what = `${row.name}: ${quantity}`;
    demand(
      isClose(asTorch.get(row.name)?.[quantity], expected),
      `${what}: a second count comes to ${asTorch.get(row.name)?.[quantity]}, not ${expected}`,
    );
    if (!isOperator(row)) return '';
    if (row.isAsync && quantity.startsWith('self')) return ASYNC;
    const found = without.find(([, rows]) => !isClose(rows.get(row.name)?.[quantity], expected));
    demand(found !== undefined, `${what}: no way of counting explains ${expected}`);
    return found?.[0] ?? '';
  };
};

/** `[[2, 3], [[4], [5]], []]` as PyTorch groups by it: lists of tensors are empty. */
const grouped = (shapes: string | undefined): string => {
  const parsed = JSON.parse(shapes ?? '[]') as readonly (readonly unknown[])[];
  return JSON.stringify(parsed.map((shape) => (shape.some(Array.isArray) ? [] : shape)));
};

/** Calls and times by name and shapes; ours are put together where it does not tell lists of tensors apart. */
const compareShapes = (
  trace: string,
  selection: Selection,
  said: readonly TorchRow[],
  differing: ReadonlySet<string>,
): readonly Comparison[] => {
  const ours = new Map<string, { calls: number; selfTime: number; totalTime: number }>();
  const keyOf = (name: string, shapes: string | undefined): string => `${name} ${grouped(shapes)}`;
  for (const { name, shapes } of operators.run(selection) ?? [])
    for (const row of shapes) {
      const key = keyOf(name, row.inputShapes);
      const sums = ours.get(key) ?? { calls: 0, selfTime: 0, totalTime: 0 };
      ours.set(key, sums);
      sums.calls += row.calls;
      sums.selfTime += row.hostSelf * MICROSECONDS;
      sums.totalTime += row.hostTotal * MICROSECONDS;
    }
  const listed = said.filter(isOperator);
  if (!listed.some(({ shapes }) => shapes !== undefined)) return [];
  demandSameNames(
    ours.keys(),
    listed.map(({ name, shapes }) => keyOf(name, shapes)),
    `${trace}: operators by shapes`,
  );
  return listed
    .filter(({ name }) => !differing.has(name))
    .map((row) => {
      const own = ours.get(keyOf(row.name, row.shapes));
      for (const quantity of ['calls', 'selfTime', 'totalTime'] as const)
        demand(
          isClose(own?.[quantity], row[quantity]),
          `${trace}: ${row.name} ${row.shapes}: ${quantity}: ${own?.[quantity]} is not ${row[quantity]}`,
        );
      return { analysis: 'calls and CPU times by shapes', trace };
    });
};

/** Operators of a recording beside PyTorch's own table of it: each quantity of each operator is a result. */
export const compareWithTorch = async ({
  name: trace,
  trace: file,
  said,
}: Recording): Promise<readonly Comparison[]> => {
  const selection = wholeTrace(await readTrace(openBytes(file), { name: trace }));
  const ours = oursOf(selection);
  demandSameNames(
    ours.keys(),
    said.operators.filter(isOperator).map(({ name }) => name),
    `${trace}: operators`,
  );
  const reason = reasonsOf(selection, said.operators);
  const differing = new Set<string>();
  const byName = said.operators.flatMap((row): readonly Comparison[] => {
    if (!isOperator(row)) {
      for (const [, quantity] of QUANTITIES) reason(row, quantity);
      return [{ analysis: OTHERS, trace }];
    }
    const own = ours.get(row.name);
    return QUANTITIES.map(([analysis, quantity, unit]) => {
      if (isClose(own?.[quantity], row[quantity])) return { analysis, trace };
      differing.add(row.name);
      const why = reason(row, quantity);
      return {
        analysis,
        trace,
        difference: {
          reason: why,
          theirs: `${row.name}: ${Number(row[quantity].toFixed(3))}${unit}`,
          ours: `${Number((own?.[quantity] ?? NaN).toFixed(3))}${unit}`,
          events: shownBy(selection.trace, row.name, why),
        },
      };
    });
  });
  return [...byName, ...compareShapes(trace, selection, said.byShape, differing)];
};

/** The part of the document about PyTorch's own table. */
export const torchSection = (
  recordings: readonly Recording[],
  comparisons: readonly Comparison[],
): string => {
  const versions = [...new Set(recordings.map(({ said }) => said.torch))].join(', ');
  return `PyTorch ${versions}, on a processor: ${recordings.map(({ name }) => name).join(', ')}.

| Quantity of an operator | Results compared | Equal | Not, for a reason below |
| --- | ---: | ---: | ---: |
${summaryLines(comparisons).join('\n')}

${differenceTables(comparisons)}`;
};
