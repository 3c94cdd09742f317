import type { Uncertain } from '../../carbon/uncertainty/uncertain';
import { formatBounds, formatNumber, formatQuantity } from '../../units/format';
import { number, text } from '../cells';
import type { Block, FactsBlock } from '../document';

/** "in 9 of 10 draws" of carbon. @param scale Grams shown for each gram of the result, for thousands of units. */
export const drawFacts = ({ uncertainty }: Uncertain, scale = 1): FactsBlock['facts'] =>
  uncertainty === undefined
    ? []
    : [
        [
          '  in 9 of 10 draws',
          formatBounds(
            {
              low: uncertainty.p5 * scale,
              mid: uncertainty.p50 * scale,
              high: uncertainty.p95 * scale,
            },
            'gCO2e',
          ),
        ],
      ];

/** What a draw is, in a sentence or two. */
export const drawNote = ({ uncertainty }: Uncertain): string => {
  if (uncertainty === undefined) return '';
  const { samples, seed, correlations } = uncertainty;
  const together = correlations.map(
    ({ inputs, reason }) => `${inputs.join(' and ')} move together: ${reason}`,
  );
  return (
    `Monte Carlo: ${samples.toLocaleString('en')} draws of every input from its range, seed ${seed}; ` +
    `${together.length === 0 ? 'all inputs' : `${together.join('; ')}; all others`} are independent.`
  );
};

/** The tornado as a table: carbon with each input at either end, what matters most first; and how it was drawn. */
export const uncertaintyBlocks = (uncertain: Uncertain, heading = 'What matters most'): readonly Block[] => {
  const { tornado = [] } = uncertain;
  if (tornado.length === 0) return [];
  return [
    {
      kind: 'table',
      heading,
      columns: [
        text('Input'),
        number('From'),
        number('To'),
        text('Unit'),
        number('Carbon from'),
        number('Carbon to'),
      ],
      rows: tornado.map(({ id, unit, low, high, atLow, atHigh }) => [
        id,
        { text: formatNumber(low), value: low },
        { text: formatNumber(high), value: high },
        unit,
        { text: formatQuantity(atLow, 'gCO2e'), value: atLow },
        { text: formatQuantity(atHigh, 'gCO2e'), value: atHigh },
      ]),
    },
    { kind: 'note', text: drawNote(uncertain) },
  ];
};
