import type { Accelerator } from '../../hardware/accelerator';
import { formatQuantity, UNKNOWN } from '../../units/format';
import type { LadderUnit } from '../../units/ladders';
import type { Sourced } from '../../units/provenance';
import { number, quantity, text } from '../cells';
import type { Cell, ReportDocument } from '../document';

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
  readonly value: string;
  readonly from: string;
}

const fact = (label: string, value: Sourced<number> | undefined, unit: LadderUnit): readonly Fact[] => {
  if (value === undefined) return [];
  const { low, high, kind, source, note } = value;
  const bounds =
    low === undefined || high === undefined
      ? ''
      : ` (${formatQuantity(low, unit)} to ${formatQuantity(high, unit)})`;
  return [
    {
      label,
      value: formatQuantity(value.value, unit) + bounds,
      from: `${kind}: ${source}${note === undefined ? '' : ` (${note})`}`,
    },
  ];
};

/** Every known fact of one part, with its source. */
const cardDocument = (part: Accelerator): ReportDocument => {
  const { memory, die } = part;
  const facts: readonly Fact[] = [
    ...Object.entries(part.peak).flatMap(([dtype, peak]) => fact(`Peak ${dtype}`, peak, 'flop/s')),
    ...fact('Memory', memory.capacity, 'B'),
    ...fact('Memory bandwidth', memory.bandwidth, 'B/s'),
    ...part.onChip.flatMap(({ name, capacity }) => fact(name, capacity, 'B')),
    ...part.links.flatMap(({ name, bandwidth }) => fact(`${name}, one direction`, bandwidth, 'B/s')),
    ...fact('TDP', part.tdp, 'W'),
    ...part.idle.flatMap(({ state, watts }) => fact(`Idle, ${state}`, watts, 'W')),
    ...(part.process === undefined
      ? []
      : [{ label: 'Process', value: part.process.value, from: part.process.source }]),
    ...(die?.area === undefined
      ? []
      : [
          { label: 'Die area', value: `${die.area.value} mm²`, from: `${die.area.kind}: ${die.area.source}` },
        ]),
  ];
  return {
    title: `${part.name} (${part.id})`,
    blocks: [
      {
        kind: 'facts',
        facts: [
          ['Vendor', part.vendor],
          ['Launched', part.launched ?? UNKNOWN],
          ['Also called', part.aliases.join(', ') || 'nothing else'],
        ],
      },
      {
        kind: 'table',
        columns: [text('Fact'), text('Value'), text('Source')],
        rows: facts.map(({ label, value, from }) => [label, value, from]),
      },
      ...(part.notes === undefined ? [] : [{ kind: 'note' as const, text: part.notes }]),
    ],
  };
};

export const hardwareDocument = (parts: readonly Accelerator[]): ReportDocument => {
  const [only, ...others] = parts;
  return only !== undefined && others.length === 0 ? cardDocument(only) : listDocument(parts);
};
