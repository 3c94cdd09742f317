import { primitivesOf } from '../../graph/node';
import type { Pass } from '../../graph/primitive';
import type { Advised, Rule } from '../advice';
import { numberFields } from '../numbers';

/** Fused attention takes heads of up to this width, in steps of 8 (Dao-AILab/flash-attention, README). */
const WIDEST = 256;
const STEP = 8;

const PASS: Pass = {
  sequences: 1,
  query: 2,
  context: 2,
  phase: 'prefill',
  formats: { weight: 'bf16', activation: 'bf16', kv: 'bf16' },
  streams: {},
};

const headWidths = ({ model }: Advised): ReadonlySet<number> =>
  new Set(
    primitivesOf(model.root)
      .filter(({ primitive }) => primitive.kind === 'attention')
      .flatMap(({ primitive }) => primitive.operators(PASS))
      .flatMap(({ shape }) => (shape?.kind === 'attention' ? [shape.headDim] : [])),
  );

/** A head width that no fused attention kernel takes as it is. */
export const headWidth: Rule = {
  id: 'head-width',
  check: (config) => {
    const odd = [...headWidths(config)].filter((width) => width > WIDEST || width % STEP !== 0);
    const [width] = odd;
    const [field] = [
      ...numberFields(config, /^(head_dim|kv_channels|d_kv|qk_nope_head_dim)$/),
      ...numberFields(config, /^(num_attention_heads|n_heads?|num_heads)$/),
    ];
    if (width === undefined || field === undefined) return [];
    return [
      {
        severity: 'warning',
        range: field.range,
        message:
          `Heads are ${width} wide; fused attention takes multiples of ${STEP} up to ${WIDEST}, so this runs unfused ` +
          `or padded, and the S × S matrix goes through memory.`,
        fixes: [],
      },
    ];
  },
};
