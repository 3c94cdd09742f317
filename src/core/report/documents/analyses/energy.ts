import type { TraceEnergy } from '../../../estimate/trace-energy';
import { formatQuantity, formatRange } from '../../../units/format';
import { number, quantity, text } from '../../cells';
import type { Block } from '../../document';
import { facts, tableOf } from './blocks';

const BASES: Readonly<Record<TraceEnergy['basis'], string>> = {
  measured: 'measured by power counters in the trace',
  estimated: 'estimated from what ran and the power model of the part',
};

/** Energy and carbon of what was recorded, how they are known, and the counters they come from. */
export const energyBlocks = (energy: TraceEnergy): readonly Block[] => [
  facts(
    ['Accelerators', formatRange(energy.joules, 'J')],
    ['', BASES[energy.basis]],
    ['Mean power', formatRange(energy.averageWatts, 'W')],
    ['Recorded', `${formatQuantity(energy.seconds, 's')} of ${deviceText(energy)}`],
    ['Energy at the meter', formatRange(energy.facilityJoules, 'J')],
    ['Carbon, operation', formatRange(energy.carbon.operational, 'gCO2e')],
    [
      'Carbon, embodied',
      energy.carbon.embodied === undefined ? 'unknown' : formatRange(energy.carbon.embodied, 'gCO2e'),
    ],
    ...(energy.carbon.total === undefined
      ? []
      : [['Carbon, total', formatRange(energy.carbon.total, 'gCO2e')] as const]),
  ),
  ...(energy.counters.length === 0
    ? []
    : [
        tableOf(
          energy.counters,
          [text('Counter'), ({ counter }) => counter],
          [number('Energy', 'J'), ({ joules }) => quantity(joules, 'J')],
          [number('Mean power', 'W'), ({ averageWatts }) => quantity(averageWatts, 'W')],
          [number('Samples'), ({ samples }) => ({ text: String(samples), value: samples })],
          [number('Over', 's'), ({ seconds }) => quantity(seconds, 's')],
        ),
      ]),
];

const deviceText = ({ accelerator, devices }: TraceEnergy): string =>
  `${devices} × ${accelerator ?? 'a part that is not known'}`;
