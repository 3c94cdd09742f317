import type { MemoryReport } from '../../traces/analysis/memory';
import { formatCount, formatQuantity } from '../../units/format';
import { count, number, quantity, text } from '../cells';
import { regionColumn, tableOf } from '../documents/analyses/blocks';
import { firstRows, note, shapePoints } from './limits';
import type { CurveBlock, PageBlock, PageMaker } from './page';

const curve = (report: MemoryReport, first: number): CurveBlock => {
  const { device, time, allocated, peak, events } = report;
  // Allocators of hosts reserve nothing, and their events say 0.
  const { reserved, peakReserved }: Partial<MemoryReport> = (report.peakReserved ?? 0) > 0 ? report : {};
  const places = shapePoints(allocated);
  const at = (values: readonly number[]): readonly number[] => places.map((place) => values[place] ?? 0);
  const thinned =
    places.length < events
      ? ` ${formatCount(places.length)} of ${formatCount(events)} events are drawn, every stretch's lowest and highest.`
      : '';
  return {
    kind: 'curve',
    title: `${device}: memory over time`,
    summary:
      `The peak is ${formatQuantity(peak.bytes, 'B')} at ${formatQuantity(peak.time - first, 's')}` +
      `${peakReserved === undefined ? '' : `; ${formatQuantity(peakReserved, 'B')} are reserved at most`}.${thinned}`,
    unit: 'B',
    times: at(time).map((seconds) => seconds - first),
    series: [
      { name: 'allocated', values: at(allocated) },
      ...(reserved === undefined ? [] : [{ name: 'reserved', values: at(reserved) }]),
    ],
  };
};

const deviceBlocks = (report: MemoryReport, first: number): readonly PageBlock[] => {
  const { device, peak } = report;
  const holders = firstRows(peak.holders, 'holders');
  const operators = firstRows(report.operators, 'operators');
  return [
    curve(report, first),
    {
      heading: `${device}: who holds the peak`,
      ...tableOf(
        holders.shown,
        [text('Allocated by'), ({ operator }) => operator ?? 'no operator'],
        ...regionColumn(holders.shown),
        [number('Bytes', 'B'), ({ bytes }) => quantity(bytes, 'B')],
        [number('Blocks'), ({ blocks }) => count(blocks)],
      ),
    },
    ...holders.notes,
    ...(peak.before === 0
      ? []
      : [note(`${formatQuantity(peak.before, 'B')} of the peak were allocated before the trace began.`)]),
    {
      heading: `${device}: memory by operator`,
      ...tableOf(
        operators.shown,
        [text('Operator'), ({ name }) => name],
        [number('Calls'), ({ calls }) => count(calls)],
        [number('Allocated by itself', 'B'), ({ selfAllocated }) => quantity(selfAllocated, 'B')],
        [number('Growth by itself', 'B'), ({ selfIncrease }) => quantity(selfIncrease, 'B')],
        [number('Allocated', 'B'), ({ allocated }) => quantity(allocated, 'B')],
        [number('Growth', 'B'), ({ increase }) => quantity(increase, 'B')],
        [number('Allocations'), ({ allocations }) => count(allocations)],
      ),
    },
    ...operators.notes,
  ];
};

export const memoryPage: PageMaker = {
  id: 'memory',
  analyses: ['memory'],
  blocks: ({ memory }, { without, first }) =>
    memory === undefined
      ? [note(without('memory'))]
      : [...memory]
          .sort((a, b) => Number(a.device === 'CPU') - Number(b.device === 'CPU'))
          .flatMap((report) => deviceBlocks(report, first)),
};
