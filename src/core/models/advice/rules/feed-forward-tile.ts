import { explainValue } from '../../explain/explain';
import type { Rule } from '../advice';
import { formatParameters, numberFields, replace, roundUp } from '../numbers';

/** Width of an output tile of the usual matrix kernels (NVIDIA CUTLASS, default tile shapes). */
const TILE = 128;

/** A feed-forward width off the tile: each product computes a whole tile for the rest. */
export const feedForwardTile: Rule = {
  id: 'feed-forward-tile',
  check: (config) =>
    numberFields(
      config,
      /^((moe_)?intermediate_size|ffn_dim|n_inner|d_ff|hidden_dim|ffn_hidden_size)$/,
    ).flatMap(({ path, value, range }) => {
      if (value % TILE === 0 || value < TILE) return [];
      const padded = roundUp(value, TILE);
      const cost = explainValue(config, path, String(padded))?.parameters ?? 0;
      if (cost === 0) return [];
      const idle = 1 - value / padded;
      return [
        {
          severity: 'warning' as const,
          range,
          message:
            `${value} is no multiple of the ${TILE}-wide tile, so ${(100 * idle).toFixed(1)} % of its products is ` +
            `padding; ${padded} would add ${formatParameters(cost)}.`,
          fixes: [replace(range, padded)],
        },
      ];
    }),
};
