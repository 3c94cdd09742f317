import type { RankMemory } from '../../cluster/ranks/memory';
import { formatCount } from '../../units/format';
import { number, quantity, text } from '../cells';
import type { TableBlock } from '../document';

const PARTS = [
  ['weights', 'Weights'],
  ['gradients', 'Gradients'],
  ['optimizer', 'Optimizer state'],
  ['gathered', 'Gathered'],
  ['kv', 'KV cache'],
  ['activations', 'Activations'],
  ['total', 'Total'],
] as const satisfies readonly (readonly [keyof RankMemory, string])[];

/** One row per pipeline stage, one column per kind of memory that is there. */
export const rankTable = (ranks: readonly RankMemory[]): TableBlock => {
  const parts = PARTS.filter(([part]) => ranks.some((rank) => (rank[part] ?? 0) > 0));
  return {
    kind: 'table',
    heading: 'Memory of one accelerator, by pipeline stage',
    columns: [
      text('Stage'),
      number('Alike'),
      number('Layers'),
      number('Parameters'),
      ...parts.map(([, name]) => number(name, 'B')),
    ],
    rows: ranks.map((rank) => [
      `${rank.stage + 1} of ${ranks.length}`,
      { text: formatCount(rank.ranks), value: rank.ranks },
      { text: formatCount(rank.layers), value: rank.layers },
      { text: formatCount(Math.round(rank.parameters)), value: rank.parameters },
      ...parts.map(([part]) => quantity(rank[part], 'B')),
    ]),
  };
};
