import { formatNumber, formatQuantity } from '../../units/format';
import { formatParameters } from '../advice/numbers';
import { sizesOf } from '../explain/effect';
import { activeParametersOf, primitivesOf } from '../graph/node';
import type { Model, Run } from '../model';
import { type GivenBeside, readModel } from '../read';
import { buildWorkload, formatsOf, stateBytes } from '../workload';

/** What follows from a field, to be shown behind its value. */
export interface DerivedNumber {
  /** Where the value ends, with the comma behind it. */
  readonly offset: number;
  readonly label: string;
}

interface Config {
  readonly model: Model;
  /** The field's own value, where it is a number. */
  readonly own: number | undefined;
  /** Of a field of the same object, by any of its spellings. */
  readonly number: (names: RegExp) => number | undefined;
}

const RUN: Run = { batch: 1, input: 16, output: 2 };

/** As the prompt sees them: latent attention looks at its cache with wider ones in a decode step. */
const headWidth = ({ model }: Config): string | undefined => {
  const [first] = buildWorkload(model, RUN).phases;
  const widths = new Set(
    (first?.operators ?? []).flatMap(({ shape }) => (shape?.kind === 'attention' ? [shape.headDim] : [])),
  );
  return widths.size === 0 ? undefined : `heads ${[...widths].join(' or ')} wide`;
};

const table = ({ model }: Config): string | undefined => {
  const tables = primitivesOf(model.root).filter(({ primitive }) => primitive.kind === 'embedding');
  const largest = Math.max(0, ...tables.map(({ primitive }) => primitive.parameters));
  return largest === 0 ? undefined : formatParameters(largest);
};

const repeated = ({ model }: Config): string | undefined => {
  const inLayers = primitivesOf(model.root).filter(({ path }) => path.includes('.*'));
  const sum = inLayers.reduce((all, { count, primitive }) => all + count * primitive.parameters, 0);
  return sum === 0 ? undefined : formatParameters(sum);
};

const HIDDEN = /^(hidden_size|n_embd|d_model|dim|base_emb_dim)$/;
const HEADS = /^(num_attention_heads|n_heads?|num_heads|base_num_query_heads)$/;
const HEAD_WIDTH = /^(head_dim|kv_channels)$/;
const KV_HEADS =
  /^(num_key_value_heads|num_kv_heads|n_kv_heads|n_head_kv|num_query_groups|base_num_kv_heads)$/;
const FEED_FORWARD =
  /^(intermediate_size|ffn_dim|n_inner|d_ff|hidden_dim|ffn_hidden_size|base_mlp_dim|moe_intermediate_size)$/;
const VOCABULARY = /^(padded_)?vocab_size$/;
const LAYERS = /^(num_hidden_layers|n_layers?|num_layers|base_num_decoder_layers)$/;
const CONTEXT = /^(max_position_embeddings|n_positions)$/;

const ratio = ({ own: inner, number }: Config): string | undefined => {
  const hidden = number(HIDDEN);
  return inner === undefined || hidden === undefined
    ? undefined
    : `${formatNumber(inner / hidden)} × the hidden size`;
};

const cachePerToken = ({ model, number }: Config): string | undefined => {
  const { kvBytesPerToken } = sizesOf(model);
  if (kvBytesPerToken === 0) return undefined;
  const queries = (number(HEADS) ?? NaN) / (number(KV_HEADS) ?? NaN);
  const shared = queries > 1 ? `${queries} queries each, ` : '';
  return `${shared}${formatQuantity(kvBytesPerToken, 'B')} of cache per token`;
};

const fullCache = ({ model, number }: Config): string | undefined => {
  const cache = stateBytes(model.root, number(CONTEXT) ?? 0, formatsOf(model, RUN).kv);
  return cache === 0 ? undefined : `${formatQuantity(cache, 'B')} of cache when full`;
};

const active = ({ model }: Config): string => `${formatParameters(activeParametersOf(model.root))} active`;

const weights = ({ model }: Config): string =>
  `${formatQuantity(sizesOf(model).weightBytes, 'B')} of weights`;

/** What is told behind which fields. */
const RULES: readonly (readonly [names: RegExp, derive: (config: Config) => string | undefined])[] = [
  [HIDDEN, headWidth],
  [VOCABULARY, table],
  [LAYERS, repeated],
  [FEED_FORWARD, ratio],
  [KV_HEADS, cachePerToken],
  [CONTEXT, fullCache],
  [/^(num_experts_per_tok|experts_per_token)$/, active],
  [/^(torch_dtype|dtype)$/, weights],
];

/** Of a part of the model, such as its text or its vision: only what follows from the part's own fields. */
const ownHeadWidth = ({ number }: Config): string | undefined => {
  const width = number(HEAD_WIDTH) ?? (number(HIDDEN) ?? NaN) / (number(HEADS) ?? NaN);
  return Number.isInteger(width) ? `heads ${width} wide` : undefined;
};

const ownTable = ({ number }: Config): string | undefined => {
  const parameters = (number(VOCABULARY) ?? NaN) * (number(HIDDEN) ?? NaN);
  return Number.isFinite(parameters) ? formatParameters(parameters) : undefined;
};

const sharing = ({ number }: Config): string | undefined => {
  const queries = (number(HEADS) ?? NaN) / (number(KV_HEADS) ?? NaN);
  return queries > 1
    ? `${Number.isInteger(queries) ? queries : formatNumber(queries)} queries each`
    : undefined;
};

const PART_RULES: typeof RULES = [
  [HIDDEN, ownHeadWidth],
  [VOCABULARY, ownTable],
  [FEED_FORWARD, ratio],
  [KV_HEADS, sharing],
];

/** The object that a field stands in; '' at the top. */
const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));

/** The object that holds the whole model: the one in which all fields are that were read. */
const rootOf = (paths: readonly string[]): string => {
  const [first = ''] = paths;
  let root = parentOf(first);
  while (root !== '' && !paths.every((path) => path.startsWith(`${root}.`))) root = parentOf(root);
  return root;
};

/**
 * The numbers that follow from a config's main fields: head width, parameters, cache, weights. Where a model has parts,
 * each with an object of its own, those say what follows from that object. @throws Problem where the config cannot be read.
 */
export const derivedNumbers = (
  text: string,
  name: string,
  given: GivenBeside = {},
): readonly DerivedNumber[] => {
  const model = readModel(text, name, given);
  const fields = [...model.fields];
  const root = rootOf(fields.map(([path]) => path));
  return fields.flatMap(([path, { value }]) => {
    const parent = parentOf(path);
    const number = (names: RegExp): number | undefined => {
      const found = fields.find(
        ([other]) =>
          parentOf(other) === parent && names.test(other.slice(parent.length + (parent === '' ? 0 : 1))),
      )?.[1].value;
      const read = found === undefined ? NaN : Number(text.slice(found.start, found.end));
      return Number.isFinite(read) ? read : undefined;
    };
    const field = path.slice(parent.length + (parent === '' ? 0 : 1));
    const written = Number(text.slice(value.start, value.end));
    const own = Number.isFinite(written) ? written : undefined;
    const rules = parent === root ? RULES : PART_RULES;
    const label = rules.find(([names]) => names.test(field))?.[1]({ model, own, number });
    return label === undefined ? [] : [{ offset: value.end + (text[value.end] === ',' ? 1 : 0), label }];
  });
};
