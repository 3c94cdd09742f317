import { formatNumber, UNKNOWN } from '../../units/format';
import { number, text } from '../cells';
import type { CheckReport } from '../check';
import type { ReportDocument } from '../document';

export const checkDocument = ({ results }: CheckReport): ReportDocument => {
  const broken = results.filter(({ ok }) => !ok).length;
  return {
    title:
      broken === 0
        ? `All ${results.length} budgets are kept`
        : `${broken} of ${results.length} budgets ${broken === 1 ? 'is' : 'are'} exceeded`,
    blocks: [
      {
        kind: 'table',
        columns: [
          text(''),
          text('Scenario'),
          text('Budget'),
          number('Limit'),
          number('Actual'),
          text('Unit'),
          text('Where'),
        ],
        rows: results.map(({ ok, scenario, budget, limit, actual, unit, file, line }) => [
          ok ? '✓' : '✗',
          scenario,
          budget,
          { text: formatNumber(limit), value: limit },
          actual === undefined ? UNKNOWN : { text: formatNumber(actual), value: actual },
          unit,
          `${file}:${line}`,
        ]),
      },
    ],
  };
};
