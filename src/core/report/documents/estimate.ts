import { formatNumber, formatQuantity, formatRange, UNKNOWN } from '../../units/format';
import type { Estimate, MemoryEstimate } from '../../estimate/estimate-types';
import { number, quantity, range, text } from '../cells';
import type { Block, FactsBlock, ReportDocument, TableBlock } from '../document';
import { EARLIER } from '../../estimate/earlier';
import { assumptionsTable } from './assumptions';
import { earlierWords } from './earlier';
import { rankTable } from './rank-table';
import { drawFacts, uncertaintyBlocks } from './uncertainty';

type Fact = FactsBlock['facts'][number];

export const deploymentLabel = ({ deployment: { accelerator, count } }: Estimate): string =>
  count === 1 ? accelerator : `${count} × ${accelerator}`;

/** What the memory holds, without the parts that this kind of work has none of. */
const memoryParts = ({
  weights,
  kv,
  activations,
  gradients,
  optimizer,
  gathered,
}: MemoryEstimate): string => {
  const parts = [
    ['weights', weights],
    ['KV cache', kv === 0 ? undefined : kv],
    ['activations', activations],
    ['gradients', gradients],
    ['optimizer state', optimizer],
    ['gathered', gathered],
  ] as const;
  return parts
    .flatMap(([name, held]) => (held === undefined ? [] : [`${name} ${formatQuantity(held, 'B')}`]))
    .join(', ');
};

const memoryFacts = ({ memory, fits }: Estimate): readonly Fact[] => {
  if (memory === undefined) return [];
  const verdict = fits
    ? `fits in ${formatQuantity(memory.capacity, 'B')}`
    : `DOES NOT FIT: ${formatQuantity(memory.missing, 'B')} more than ${formatQuantity(memory.capacity, 'B')}`;
  return [
    ['Memory', `${formatQuantity(memory.total, 'B')}, ${verdict}`],
    ['', memoryParts(memory)],
  ];
};

const latencyFacts = ({ latency, workload: { kind } }: Estimate): readonly Fact[] => {
  if (latency === undefined) return [];
  return [
    ...(latency.ttft === undefined ? [] : ([['TTFT', formatQuantity(latency.ttft, 's')]] as const)),
    ...(latency.tpot === undefined ? [] : ([['TPOT', formatQuantity(latency.tpot, 's')]] as const)),
    // What was recorded answers no requests.
    [kind === 'trace' ? 'Whole run' : 'Request', formatQuantity(latency.request, 's')],
  ];
};

const powerFacts = ({ energy, facility, workload: { unit } }: Estimate): readonly Fact[] => [
  [
    'Energy, accelerators',
    `${formatQuantity(energy?.joulesPerUnit, 'J')} per ${unit}, ${formatQuantity(energy?.averageWatts, 'W')} on average`,
  ],
  ['Energy, facility', `${formatQuantity(facility?.joulesPerUnit, 'J')} per ${unit}, with host and PUE`],
];

/** Energy-delay product, energy per byte of each link, cost: what is known of them. */
const furtherFacts = ({
  edp,
  links = [],
  dollarsPerUnit,
  workload: { kind, unit },
}: Estimate): readonly Fact[] => [
  ...(edp === undefined
    ? []
    : [
        [
          'Energy-delay product',
          `${formatNumber(edp)} J·s per ${kind === 'trace' ? 'run' : 'request'}`,
        ] as const,
      ]),
  ...links.map(
    ({ level, name, joulesPerByte }) =>
      [`Communication, ${level}`, `${formatRange(joulesPerByte, 'J')} per byte over ${name}`] as const,
  ),
  ...(dollarsPerUnit === undefined
    ? []
    : [['Cost', `$${formatNumber(dollarsPerUnit)} per ${unit}`] as const]),
];

/** Grams for a thousand units where one unit is small, as people quote tokens. */
const THOUSAND = 1000;

const carbonFacts = ({ carbon, workload, ...uncertain }: Estimate): readonly Fact[] => {
  const thousands = workload.unit === 'token' && carbon.per === 'unit';
  const per = carbon.per === 'unit' ? (thousands ? `1,000 ${workload.unit}s` : workload.unit) : carbon.per;
  const scale = thousands ? THOUSAND : 1;
  const show = (value: Estimate['carbon']['total']): string =>
    value === undefined
      ? UNKNOWN
      : formatRange({ low: value.low * scale, mid: value.mid * scale, high: value.high * scale }, 'gCO2e');
  return [
    [`Carbon per ${per}`, show(carbon.total)],
    ...drawFacts(uncertain, scale),
    ['  operational', show(carbon.operational)],
    ['  embodied', show(carbon.embodied)],
  ];
};

const phaseTable = ({ phases }: Estimate): TableBlock => ({
  kind: 'table',
  heading: 'Phases',
  columns: [
    text('Phase'),
    number('Passes'),
    number('Time', 's'),
    number('Energy', 'J'),
    text('Bound by'),
    number('FLOPs', 'flop'),
    number('Bytes', 'B'),
  ],
  rows: phases.map((phase) => [
    phase.name,
    { text: formatNumber(phase.repeats), value: phase.repeats },
    range(phase.secondsRange, 's'),
    quantity(phase.joules, 'J'),
    phase.bound,
    quantity(phase.flops, 'flop'),
    quantity(phase.bytes, 'B'),
  ]),
});

const leftOut = ({ assumptions }: Estimate): readonly Block[] =>
  assumptions
    .filter(({ id }) => id === EARLIER)
    .map(({ value }) => ({ kind: 'note', text: earlierWords(Number(value)) }));

export const estimateDocument = (estimate: Estimate): ReportDocument => ({
  title: `${estimate.workload.name} on ${deploymentLabel(estimate)}`,
  blocks: [
    {
      kind: 'facts',
      facts: [
        ...memoryFacts(estimate),
        ...latencyFacts(estimate),
        ['Throughput', `${formatNumber(estimate.throughput.unitsPerSecond)} ${estimate.throughput.unit}s/s`],
        ...powerFacts(estimate),
        ...furtherFacts(estimate),
        ...carbonFacts(estimate),
      ],
    },
    ...leftOut(estimate),
    phaseTable(estimate),
    ...(estimate.memory?.ranks === undefined ? [] : [rankTable(estimate.memory.ranks)]),
    ...uncertaintyBlocks(estimate, `What matters most for carbon per ${estimate.workload.unit}`),
    assumptionsTable(estimate.assumptions),
  ],
});
