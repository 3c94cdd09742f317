import type { UnderLoad } from '../../compare/under-load';
import { formatNumber, formatQuantity, formatShare } from '../../units/format';
import type { FactsBlock } from '../document';

/** Latencies at an arrival rate, or from which rate on there are none. */
export const underLoadFacts = (load: UnderLoad): FactsBlock => {
  const most = `${formatNumber(load.mostRate)} requests/s`;
  return {
    kind: 'facts',
    heading: `Under a load of ${formatNumber(load.rate)} requests/s`,
    facts: load.sustained
      ? [
          [
            'TTFT',
            `${formatQuantity(load.ttft, 's')} on average, 95 % below ${formatQuantity(load.ttft95, 's')}`,
          ],
          ...(load.tpot === undefined ? [] : [['TPOT', formatQuantity(load.tpot, 's')] as const]),
          ['Request', formatQuantity(load.request, 's')],
          ...(load.concurrency === undefined
            ? []
            : [['Generating together', `${formatNumber(load.concurrency)} sequences`] as const]),
          ['Time spent on prompts', formatShare(load.prefillShare)],
          ['Sustains', `${most}; ${formatShare(load.load)} of it is asked for`],
        ]
      : [
          ['TTFT', 'grows without end: requests come faster than they are served'],
          ['Sustains', load.mostRate === 0 ? 'nothing, the model does not fit' : most],
        ],
  };
};

export const UNDER_LOAD_SOURCE =
  'Random arrivals, prompts first, one after the other, each between two decode steps: an M/G/1 queue with vacations (Levy and Yechiali, 1975) and Little’s law; the tail after Kingman (1962).';
