import { linkEnergies } from '../../cluster/link-energy';
import type { Accelerator, Link, SourcedText } from '../../hardware/accelerator';
import { hostShareOf } from '../../hardware/power';
import { isOfPeak, RATE_CLASSES } from '../../hardware/rate-class';
import { sourceLink } from '../../units/source-link';
import {
  formatCount,
  formatNumber,
  formatQuantity,
  formatRange,
  formatShare,
  UNKNOWN,
} from '../../units/format';
import type { LadderUnit } from '../../units/ladders';
import type { Sourced } from '../../units/provenance';
import { number, quantity, text } from '../cells';
import type { Block, Cell, ReportDocument } from '../document';

const sourced = (fact: Sourced<number> | undefined, unit: LadderUnit): Cell => quantity(fact?.value, unit);

/** One line a part. */
const listDocument = (parts: readonly Accelerator[]): ReportDocument => ({
  title: `${parts.length} accelerators; dense peak rates`,
  blocks: [
    {
      kind: 'table',
      columns: [
        text('Id'),
        text('Name'),
        number('BF16', 'flop/s'),
        number('FP8', 'flop/s'),
        number('Memory', 'B'),
        number('Bandwidth', 'B/s'),
        number('TDP', 'W'),
      ],
      rows: parts.map((part) => [
        [part.id, ...part.aliases].join(', '),
        part.name,
        sourced(part.peak.bf16 ?? part.peak.fp16, 'flop/s'),
        sourced(part.peak.fp8, 'flop/s'),
        sourced(part.memory.capacity, 'B'),
        sourced(part.memory.bandwidth, 'B/s'),
        sourced(part.tdp, 'W'),
      ]),
    },
  ],
});

interface Fact {
  readonly label: string;
  readonly value: Cell;
  /** datasheet, measured, derived … */
  readonly kind: string;
  readonly from: Cell;
}

const from = (source: string, note: string | undefined, unverified: boolean | undefined): Cell => {
  const words = [source, ...(note === undefined ? [] : [note])].join('; ');
  const text = unverified === true ? `${words} (unverified)` : words;
  const href = sourceLink(source);
  return href === undefined ? text : { text, href };
};

const sourcedFact = (label: string, fact: Sourced<number>, show: (value: number) => string): Fact => {
  const { value, low, high, kind, source, note, unverified } = fact;
  const bounds = low === undefined || high === undefined ? '' : ` (${show(low)} to ${show(high)})`;
  return { label, value: { text: show(value) + bounds, value }, kind, from: from(source, note, unverified) };
};

const fact = (label: string, value: Sourced<number> | undefined, unit: LadderUnit): readonly Fact[] =>
  value === undefined ? [] : [sourcedFact(label, value, (one) => formatQuantity(one, unit))];

const counted = (label: string, value: Sourced<number> | undefined): readonly Fact[] =>
  value === undefined ? [] : [sourcedFact(label, value, formatCount)];

const words = (label: string, fact: SourcedText | undefined): readonly Fact[] =>
  fact === undefined
    ? []
    : [{ label, value: fact.value, kind: '', from: from(fact.source, fact.note, fact.unverified) }];

/** A compute core and its private memory. */
const blockFacts = ({ blocks }: Accelerator): readonly Fact[] =>
  blocks === undefined
    ? []
    : [...counted(`${blocks.name}s`, blocks.count), ...fact(`SRAM of one ${blocks.name}`, blocks.sram, 'B')];

/** Blocks, the memory they share on the chip, and the memory beside it. */
const acceleratorFacts = ({
  peak,
  onChip,
  memory,
  tdp,
  idle,
  process,
  die,
}: Accelerator): readonly Fact[] => [
  ...Object.entries(peak).flatMap(([dtype, rate]) => fact(`Peak ${dtype}, dense`, rate, 'flop/s')),
  ...onChip.flatMap(({ name, capacity }) => fact(`${name}, shared`, capacity, 'B')),
  ...fact('Memory', memory.capacity, 'B'),
  ...fact('Memory bandwidth', memory.bandwidth, 'B/s'),
  ...words('Memory technology', memory.technology),
  ...counted('Memory stacks', memory.stacks),
  ...fact(memory.backing?.name ?? '', memory.backing?.capacity, 'B'),
  ...fact(`${memory.backing?.name ?? ''}, bandwidth`, memory.backing?.bandwidth, 'B/s'),
  ...fact('TDP', tdp, 'W'),
  ...idle.flatMap(({ state, watts }) => fact(`Idle, ${state}`, watts, 'W')),
  ...words('Process', process),
  ...(die?.area === undefined
    ? []
    : [sourcedFact('Die area', die.area, (area) => `${formatNumber(area)} mm²`)]),
  ...counted('Dies', die?.count),
  ...counted('Transistors', die?.transistors),
];

/** What was measured of kernels on this very part; what is known of its family is in its estimates' assumptions. */
const reachedFacts = ({ rates, launch }: Accelerator): readonly Fact[] => [
  ...RATE_CLASSES.flatMap((name): readonly Fact[] => {
    const rate = rates[name];
    const whole = isOfPeak(name) ? 'peak' : 'bandwidth';
    return rate === undefined ? [] : [sourcedFact(`Reached of ${whole}, ${name}`, rate, formatShare)];
  }),
  ...fact('Host time to launch a kernel', launch?.host, 's'),
  ...fact('Device time of an empty kernel', launch?.device, 's'),
];

const linkFacts = (part: Accelerator, level: Link['level']): readonly Fact[] => [
  ...part.links
    .filter((link) => link.level === level)
    .flatMap(({ name, bandwidth }) => fact(`${name}, one direction`, bandwidth, 'B/s')),
  ...linkEnergies(part)
    .filter((link) => link.level === level)
    .map(({ name, joulesPerByte }): Fact => ({
      label: `Energy per byte over ${name}`,
      value: { text: formatRange(joulesPerByte, 'J'), value: joulesPerByte.mid },
      kind: 'derived',
      from: 'Power model: power in collectives less idle power, over the bandwidth reached',
    })),
];

/** Accelerators joined by their scale-up links, and the host that drives them. */
const nodeFacts = (part: Accelerator): readonly Fact[] => {
  const { assumption, watts } = hostShareOf(part);
  return [
    ...counted('Accelerators', part.perNode),
    ...linkFacts(part, 'scale-up'),
    {
      label: 'Host, for each accelerator',
      value: { text: formatRange(watts, 'W'), value: watts.mid },
      kind: 'derived',
      from: from(assumption.source, assumption.note, undefined),
    },
  ];
};

/** The levels of the xPU-athalon's abstraction (arXiv 2604.10852), from the inside out. */
const LEVELS: readonly (readonly [name: string, facts: (part: Accelerator) => readonly Fact[]])[] = [
  ['Block', blockFacts],
  ['Accelerator', (part) => [...acceleratorFacts(part), ...reachedFacts(part)]],
  ['Node', nodeFacts],
  ['System', (part) => linkFacts(part, 'scale-out')],
];

const levelBlock = (name: string, facts: readonly Fact[]): Block =>
  facts.length === 0
    ? { kind: 'note', text: `${name}: nothing published was found.` }
    : {
        kind: 'table',
        heading: name,
        columns: [text('Fact'), number('Value'), text('Kind'), text('Source')],
        rows: facts.map(({ label, value, kind, from: source }) => [label, value, kind, source]),
      };

/** Every known fact of one part, level by level, with its kind and source. */
const cardDocument = (part: Accelerator): ReportDocument => ({
  title: `${part.name} (${part.id})`,
  blocks: [
    {
      kind: 'facts',
      facts: [
        ['Vendor', part.vendor],
        ['Launched', part.launched ?? UNKNOWN],
        ['Also called', part.aliases.join(', ') || 'nothing else'],
        ['In traces', part.devices.join(', ') || UNKNOWN],
      ],
    },
    ...LEVELS.map(([name, facts]) => levelBlock(name, facts(part))),
    ...(part.notes === undefined ? [] : [{ kind: 'note' as const, text: part.notes }]),
  ],
});

export const hardwareDocument = (parts: readonly Accelerator[]): ReportDocument => {
  const [only, ...others] = parts;
  return only !== undefined && others.length === 0 ? cardDocument(only) : listDocument(parts);
};
