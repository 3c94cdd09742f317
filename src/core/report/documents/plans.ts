import type { FederatedReport } from '../../scenario/plans/federated';
import type { PlanReport } from '../../scenario/plans/index';
import type { LifeReport } from '../../scenario/plans/life';
import type { PaybackReport } from '../../scenario/plans/payback';
import type { RatesReport } from '../../scenario/plans/rates';
import type { Candidate, SearchReport } from '../../scenario/plans/search';
import { savedByWaiting, type ShiftReport } from '../../scenario/plans/shift';
import {
  formatCount,
  formatNumber,
  formatQuantity,
  formatRange,
  formatShare,
  UNKNOWN,
} from '../../units/format';
import { SECONDS_PER_YEAR } from '../../units/quantity';
import { number, quantity, range, text } from '../cells';
import type { Block, Cell, ReportDocument, TableBlock } from '../document';
import { tableOf } from './analyses/blocks';
import { assumptionsTable } from './assumptions';

/** A plan as people read it. @param name What it is about. */
export const planDocument = (report: PlanReport, name: string): ReportDocument => {
  switch (report.plan) {
    case 'rates':
      return { title: `Carbon per unit of ${name}`, blocks: rates(report) };
    case 'shift':
      return { title: `${name} in other places and at other hours`, blocks: shift(report) };
    case 'life':
      return { title: `The whole life of ${name}`, blocks: life(report) };
    case 'payback':
      return { title: `New hardware for ${name}`, blocks: payback(report) };
    case 'search':
      return { title: `Sizes around ${name}`, blocks: search(report) };
    case 'federated':
      return { title: `Federated training of ${name}`, blocks: federated(report) };
  }
};

const headed = (heading: string, table: TableBlock): TableBlock => ({ ...table, heading });
const note = (words: string): Block => ({ kind: 'note', text: words });

const rates = ({ sci, request, water, assumptions }: RatesReport): readonly Block[] => [
  headed(
    'Software Carbon Intensity, SCI = (E · I + M) / R',
    tableOf(
      sci,
      [text('Per'), ({ unit }) => unit],
      [number('SCI', 'gCO2e'), ({ grams }) => range(grams, 'gCO2e')],
    ),
  ),
  headed(
    'One request, ours and others',
    tableOf(
      request,
      [text('Who'), ({ name }) => name],
      [number('Energy, facility', 'J'), ({ energy }) => quantity(energy, 'J')],
      [number('Operational', 'gCO2e'), ({ operational }) => quantity(operational, 'gCO2e')],
      [number('Embodied', 'gCO2e'), ({ embodied }) => quantity(embodied, 'gCO2e')],
    ),
  ),
  // Sentences in a last column have no room in a narrow preview.
  {
    kind: 'facts',
    heading: 'What each assumes',
    facts: request.map(({ name, note: words }) => [name, words]),
  },
  {
    kind: 'facts',
    heading: 'Water of a request',
    facts: [
      ['On site', formatRange(water?.onSite, 'L')],
      ['Of the grid', formatRange(water?.offSite, 'L')],
      ['In all', formatRange(water?.total, 'L')],
    ],
  },
  assumptionsTable(assumptions),
];

const STARTS = {
  first: 'at once',
  best: 'at the best hour',
  worst: 'at the worst hour',
  mean: 'any time',
} as const;

const shift = (report: ShiftReport): readonly Block[] => {
  const { requests, seconds, itJoules, zones, hours } = report;
  const saved = savedByWaiting(report);
  const [first] = hours ?? [];
  return [
    {
      kind: 'facts',
      facts: [
        ['Requests', formatCount(requests)],
        ['Time', formatQuantity(seconds, 's')],
        ['Energy, IT', formatRange(itJoules, 'J')],
      ],
    },
    ...(zones === undefined
      ? []
      : [
          headed(
            'Other places',
            tableOf(
              zones,
              [text('Zone'), ({ zone }) => zone],
              [text('Name'), ({ name }) => name],
              [
                number('gCO2e/kWh'),
                ({ gramsPerKilowattHour: each }) => ({ text: formatNumber(each), value: each }),
              ],
              [number('PUE'), ({ pue }) => ({ text: formatNumber(pue), value: pue })],
              [number('Operational', 'gCO2e'), ({ operational }) => range(operational, 'gCO2e')],
              [text('Source'), ({ source }) => source],
            ),
          ),
        ]),
    ...(hours === undefined
      ? []
      : [
          headed(
            'Other hours',
            tableOf(
              hours,
              [text('Start'), ({ start }) => STARTS[start]],
              [text('At, UTC'), ({ at }) => at ?? ''],
              [
                number('gCO2e/kWh'),
                ({ gramsPerKilowattHour: each }) => ({ text: formatNumber(each), value: each }),
              ],
              [number('Operational', 'gCO2e'), ({ operational }) => range(operational, 'gCO2e')],
            ),
          ),
          ...(saved === undefined || first === undefined
            ? []
            : [
                note(
                  saved === 0
                    ? 'Starting at once is best.'
                    : `Waiting for the best hour saves ${formatQuantity(saved, 'gCO2e')}, ${formatShare(saved / first.operational.mid)} of starting at once.`,
                ),
              ]),
        ]),
    note('Embodied carbon is the same everywhere and at any time, so it is left out.'),
  ];
};

const life = ({ training, parts, total, years, assumptions }: LifeReport): readonly Block[] => [
  {
    kind: 'facts',
    facts: [
      ['Carbon of the whole life', formatRange(total, 'gCO2e')],
      ['  experimentation', formatRange(parts.experimentation, 'gCO2e')],
      ['  training, with retraining', formatRange(parts.training, 'gCO2e')],
      ['  inference', formatRange(parts.inference, 'gCO2e')],
      ['One training run', formatRange(training.carbon, 'gCO2e')],
      [
        '  accelerator-hours',
        `${formatNumber(training.acceleratorHours.mid)} (${formatNumber(training.acceleratorHours.low)}–${formatNumber(training.acceleratorHours.high)})`,
      ],
    ],
  },
  headed(
    'Inference by year',
    tableOf(
      years,
      [number('Year'), ({ year }) => ({ text: String(year), value: year })],
      [number('Carbon', 'gCO2e'), ({ inference }) => range(inference, 'gCO2e')],
    ),
  ),
  assumptionsTable(assumptions),
];

const MONTHS_PER_YEAR = 12;
const months = (seconds: number): string => formatNumber((seconds / SECONDS_PER_YEAR) * MONTHS_PER_YEAR);

const payback = ({ old, new: fresh, unit, embodied, zones }: PaybackReport): readonly Block[] => {
  const cell = (seconds: PaybackReport['zones'][number]['cells'][number]['seconds']): Cell =>
    seconds === undefined
      ? 'never'
      : {
          text: `${months(seconds.mid)} (${months(seconds.low)}–${seconds.high === undefined ? 'never' : months(seconds.high)})`,
          value: seconds.mid,
        };
  return [
    {
      kind: 'facts',
      facts: [
        [
          'Old',
          `${old.count} × ${old.accelerator}, ${formatQuantity(old.joulesPerUnit, 'J')} per ${unit} of IT energy`,
        ],
        [
          'New',
          `${fresh.count} × ${fresh.accelerator}, ${formatQuantity(fresh.joulesPerUnit, 'J')} per ${unit}, ${formatNumber(fresh.unitsPerSecond)} ${unit}s/s when busy`,
        ],
        ['Carbon of making the new', formatRange(embodied, 'gCO2e')],
      ],
    },
    headed(
      'Months until it is paid back, by zone and share of the time in use',
      tableOf(
        zones,
        [text('Zone'), ({ zone, name }) => (zone === name ? zone : `${zone}, ${name}`)],
        [
          number('gCO2e/kWh'),
          ({ gramsPerKilowattHour: each }) => ({ text: formatNumber(each), value: each }),
        ],
        ...(zones[0]?.cells ?? []).map(
          ({ utilization }, index) =>
            [
              number(formatShare(utilization), 's'),
              (row: PaybackReport['zones'][number]) => cell(row.cells[index]?.seconds),
            ] as const,
        ),
      ),
    ),
    note(
      'In brackets the range from what making it may have taken and what the grid may emit. The old hardware’s own making is spent either way.',
    ),
  ];
};

const search = ({
  tried,
  impossible,
  tooLarge,
  unknown,
  own,
  front,
  assumptions,
}: SearchReport): readonly Block[] => {
  const left = [
    [impossible, 'cannot be'],
    [tooLarge, 'do not fit'],
    [unknown, 'have no known carbon'],
  ] as const;
  return [
    note(
      `${formatCount(tried)} candidates tried${left
        .filter(([many]) => many > 0)
        .map(([many, why]) => `, ${formatCount(many)} ${why}`)
        .join('')}; ${formatCount(front.length)} that no other beats in carbon, latency and loss together.`,
    ),
    ...(own === undefined ? [] : [headed('As it is', candidates([own], own))]),
    headed('Pareto front', candidates(front, own)),
    assumptionsTable(assumptions),
  ];
};

const candidates = (rows: readonly Candidate[], own: Candidate | undefined): TableBlock =>
  tableOf(
    rows,
    [number('Layers'), ({ layers }) => ({ text: String(layers), value: layers })],
    [number('Width'), ({ width }) => ({ text: String(width), value: width })],
    [number('Heads'), ({ heads }) => ({ text: String(heads), value: heads })],
    [text('Format'), ({ dtype }) => dtype],
    [text('Hardware'), ({ accelerator, count }) => (count === 1 ? accelerator : `${count} × ${accelerator}`)],
    [number('Parameters', 'parameters'), ({ parameters }) => quantity(parameters, 'parameters')],
    [number('Carbon of a request', 'gCO2e'), ({ grams }) => quantity(grams, 'gCO2e')],
    [
      text('against now'),
      ({ grams }) => (own === undefined ? UNKNOWN : grams === own.grams ? '' : signed(grams / own.grams - 1)),
    ],
    [number('Latency', 's'), ({ seconds }) => quantity(seconds, 's')],
    [number('Loss, nats'), ({ loss }) => ({ text: loss.toFixed(3), value: loss })],
  );

const signed = (share: number): string => `${share > 0 ? '+' : '−'}${formatShare(Math.abs(share))}`;

const federated = (report: FederatedReport): readonly Block[] => {
  const { participations, total, compute, upload, download, network, server, assumptions } = report;
  const rows = [
    ['Compute on devices', compute],
    ['Upload', upload],
    ['Download', download],
    ['Network between', network],
    ['Server', server],
  ] as const;
  return [
    {
      kind: 'facts',
      facts: [
        ['Participations', formatCount(participations)],
        ['Carbon', formatRange(total, 'gCO2e')],
        ...(network === undefined
          ? ([['', 'the network between is not known and not counted']] as const)
          : []),
      ],
    },
    headed(
      'By who emits it',
      tableOf(
        rows,
        [text('Part'), ([name]) => name],
        [number('Carbon', 'gCO2e'), ([, carbon]) => range(carbon, 'gCO2e')],
        [
          number('Share'),
          ([, carbon]) =>
            carbon === undefined || total.mid === 0
              ? UNKNOWN
              : { text: formatShare(carbon.mid / total.mid), value: carbon.mid / total.mid },
        ],
      ),
    ),
    assumptionsTable(assumptions),
  ];
};
