import { type Json, plainOf, withChange } from '../../compare/diff-fields';
import { parseConfig } from '../../models/read';
import { Problem } from '../../problem';

/** Sizes to try; each absent one stays the config's own. */
export interface Knobs {
  readonly layers?: readonly number[];
  readonly width?: readonly number[];
  readonly heads?: readonly number[];
}

interface Sizes {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
}

/** What the formats call the sizes; the first that is there is changed. */
const NAMES = {
  layers: ['num_hidden_layers', 'n_layer', 'n_layers', 'num_layers'],
  width: ['hidden_size', 'n_embd', 'd_model', 'dim'],
  heads: ['num_attention_heads', 'n_head', 'n_heads', 'num_heads'],
} as const;
/** Sizes that keep their ratio to another. */
const WITH_WIDTH = [
  'intermediate_size',
  'ffn_dim',
  'n_inner',
  'hidden_dim',
  'ffn_hidden_size',
  'moe_intermediate_size',
  'd_ff',
];
const WITH_HEADS = ['num_key_value_heads', 'n_kv_heads', 'num_kv_heads'];

/** A config whose sizes can be set. */
export interface Varied {
  readonly own: Sizes;
  /** The config's text with these sizes; feed-forward widths and key-value heads keep their ratio. */
  readonly at: (sizes: Sizes) => string;
}

/** @throws Problem for a config that does not name its layers, width and heads at its top. */
export const changedConfig = (text: string, name: string): Varied => {
  const config = plainOf(parseConfig(text, name).value);
  const numberAt = (key: string): number | undefined => {
    const value = isFields(config) ? config[key] : undefined;
    return typeof value === 'number' ? value : undefined;
  };
  const found = (knob: keyof typeof NAMES): { readonly key: string; readonly value: number } => {
    const key = NAMES[knob].find((candidate) => numberAt(candidate) !== undefined);
    const value = key === undefined ? undefined : numberAt(key);
    if (key === undefined || value === undefined)
      throw new Problem(`the config does not name its ${knob}; expected a field such as ${NAMES[knob][0]}`);
    return { key, value };
  };
  const [layers, width, heads] = [found('layers'), found('width'), found('heads')];
  const own = { layers: layers.value, width: width.value, heads: heads.value };
  const set = (state: Json, key: string, after: number): Json => withChange(state, { steps: [key], after });
  const scaled = (state: Json, keys: readonly string[], ratio: number): Json =>
    keys.reduce((changed, key) => {
      const value = numberAt(key);
      return value === undefined ? changed : set(changed, key, Math.max(1, Math.round(value * ratio)));
    }, state);
  return {
    own,
    at: (sizes) => {
      let state = set(
        set(set(config, layers.key, sizes.layers), width.key, sizes.width),
        heads.key,
        sizes.heads,
      );
      if (sizes.width !== own.width) state = scaled(state, WITH_WIDTH, sizes.width / own.width);
      if (sizes.heads !== own.heads) state = scaled(state, WITH_HEADS, sizes.heads / own.heads);
      return JSON.stringify(state);
    },
  };
};

const isFields = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
