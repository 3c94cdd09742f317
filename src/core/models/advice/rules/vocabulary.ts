import { explainValue } from '../../explain/explain';
import type { Rule } from '../advice';
import { formatParameters, numberFields, replace, roundUp } from '../numbers';

/** Rows that one wave of a matrix product covers; fewer are padded (NVIDIA, "Matrix Multiplication Background"). */
const TILE = 64;
const GOOD = 128;

/** A vocabulary off the tile: the head's last tile is computed in full for a few rows. */
export const vocabulary: Rule = {
  id: 'vocabulary-tile',
  check: (config) =>
    numberFields(config, /^(padded_)?vocab_size$/).flatMap(({ path, value, range }) => {
      if (value % TILE === 0) return [];
      const padded = roundUp(value, GOOD);
      const cost = explainValue(config, path, String(padded))?.parameters ?? 0;
      return [
        {
          severity: 'warning' as const,
          range,
          message:
            `${value} is no multiple of ${TILE}, so the head's product and its division over ranks are uneven; ` +
            `${padded} would add ${formatParameters(cost)}.`,
          fixes: [replace(range, padded)],
        },
      ];
    }),
};
