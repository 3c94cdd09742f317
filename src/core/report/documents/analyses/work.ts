import type { ModuleReport } from '../../../traces/analysis/modules';
import type { TracedOperator } from '../../../traces/analysis/operators';
import { formatCount, formatQuantity } from '../../../units/format';
import { count, number, quantity, text } from '../../cells';
import {
  type AnalysisBlocks,
  deviceColumns,
  facts,
  type TableColumn,
  regionColumn,
  tableOf,
  usesDevice,
} from './blocks';
import { fullnessColumns, shareColumn } from './kernel-columns';

/** A module tree as rows, each indented under its parent. */
const flattened = (
  modules: readonly ModuleReport[],
  depth = 0,
): readonly (ModuleReport & { readonly depth: number })[] =>
  modules.flatMap((module) => [{ ...module, depth }, ...flattened(module.children, depth + 1)]);

const onTensorCores = (rows: readonly TracedOperator[]): readonly TableColumn<TracedOperator>[] =>
  usesDevice(rows)
    ? [[number('On tensor cores', 's'), ({ tensorCoreSelf }) => quantity(tensorCoreSelf, 's')]]
    : [];

/** What ran, and what it moved and held. */
export const WORK_BLOCKS = {
  kernels: (rows) => [
    tableOf(
      rows,
      [text('Kernel'), ({ name }) => name],
      [text('Type'), ({ type }) => type.toLowerCase()],
      [number('Calls'), (row) => count(row.count)],
      [number('Sum', 's'), ({ sum }) => quantity(sum, 's')],
      [number('Mean', 's'), ({ mean }) => quantity(mean, 's')],
      [number('Min', 's'), ({ min }) => quantity(min, 's')],
      [number('Max', 's'), ({ max }) => quantity(max, 's')],
      shareColumn(rows),
      ...fullnessColumns(rows),
    ),
  ],
  operators: (rows) => [
    tableOf(
      rows,
      [text('Operator'), ({ name }) => name],
      [number('Calls'), ({ calls }) => count(calls)],
      [number('Host self', 's'), ({ hostSelf }) => quantity(hostSelf, 's')],
      [number('Host total', 's'), ({ hostTotal }) => quantity(hostTotal, 's')],
      ...deviceColumns(rows),
      ...onTensorCores(rows),
    ),
  ],
  modules: (roots) => [
    tableOf(
      flattened(roots),
      [text('Module'), ({ name, depth }) => '  '.repeat(depth) + name],
      [number('Calls'), ({ calls }) => count(calls)],
      [number('Host self', 's'), ({ hostSelf }) => quantity(hostSelf, 's')],
      [number('Host total', 's'), ({ hostTotal }) => quantity(hostTotal, 's')],
      ...deviceColumns(roots),
    ),
  ],
  memoryBandwidth: (rows) => [
    tableOf(
      rows,
      [text('Copy'), ({ name }) => name],
      [number('Calls'), (row) => count(row.count)],
      [number('Time', 's'), ({ seconds }) => quantity(seconds, 's')],
      [number('Bytes', 'B'), ({ bytes }) => quantity(bytes, 'B')],
      [number('Bandwidth', 'B/s'), ({ bandwidth }) => quantity(bandwidth, 'B/s')],
    ),
  ],
  traffic: ({ rows, otherSeconds }) => [
    tableOf(
      rows,
      [text('Operator'), ({ name, inputShapes = '' }) => `${name} ${inputShapes}`.trim()],
      [number('Calls'), ({ calls }) => count(calls)],
      [number('Time', 's'), ({ seconds }) => quantity(seconds, 's')],
      [number('Bytes, at least', 'B'), ({ bytes }) => quantity(bytes, 'B')],
      [number('Bandwidth, at least', 'B/s'), ({ bytesPerSecond }) => quantity(bytesPerSecond, 'B/s')],
    ),
    ...(otherSeconds === undefined
      ? []
      : [
          {
            kind: 'note' as const,
            text:
              'Bytes are each tensor read once and the result written once; more than the memory’s bandwidth means that caches served it. ' +
              `${formatQuantity(otherSeconds, 's')} of the device are neither these nor products: no shapes, or no rule for the operator.`,
          },
        ]),
  ],
  memory: (devices) =>
    devices.flatMap((device) => [
      facts(
        ['Device', device.device],
        ['Events', formatCount(device.events)],
        [
          'Peak allocated',
          `${formatQuantity(device.peak.bytes, 'B')} at ${formatQuantity(device.peak.time, 's')}`,
        ],
        ['Peak reserved', formatQuantity(device.peakReserved, 'B')],
      ),
      tableOf(
        device.peak.holders,
        [text('Held at the peak by'), ({ operator }) => operator ?? 'no operator'],
        ...regionColumn(device.peak.holders),
        [number('Bytes', 'B'), ({ bytes }) => quantity(bytes, 'B')],
        [number('Blocks'), ({ blocks }) => count(blocks)],
      ),
      tableOf(
        device.operators,
        [text('Operator'), ({ name }) => name],
        [number('Calls'), ({ calls }) => count(calls)],
        [number('Allocated by itself', 'B'), ({ selfAllocated }) => quantity(selfAllocated, 'B')],
        [number('Growth by itself', 'B'), ({ selfIncrease }) => quantity(selfIncrease, 'B')],
        [number('Allocated', 'B'), ({ allocated }) => quantity(allocated, 'B')],
      ),
    ]),
} satisfies AnalysisBlocks;
