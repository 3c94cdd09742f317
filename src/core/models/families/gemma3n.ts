import type { Architecture } from '../architecture';
import { decoderPlan, outputTokens } from '../decoder/plan';
import { readLayers, readLayerTypes } from '../decoder/read';
import { feedForward } from '../encoder/feed-forward';
import { dense, parameter, residual, rmsNorm, table } from '../encoder/parts';
import type { Fields } from '../fields';
import { borrowed } from '../graph/borrowed';
import { elementwise } from '../graph/elementwise';
import { matmul } from '../graph/matmul';
import { group, leaf, type ModuleNode } from '../graph/node';
import { norm } from '../graph/norm';
import type { StreamShape } from '../graph/primitive';
import { stored } from '../graph/stored';
import { within } from '../graph/within';
import { checkHeads, gemmaConformer } from '../speech/gemma4-audio';
import { localHeads, sharingAttention } from '../vision-language/gemma4-text';
import { textFields } from '../vision-language/text';
import type { Family } from './family';

/** What the config class gives where the config does not say. */
const DEFAULTS = {
  hidden_size_per_layer_input: 256,
  vocab_size_per_layer_input: 262_144,
  laurel_rank: 64,
  altup_num_inputs: 4,
  num_kv_shared_layers: 15,
  num_key_value_heads: 2,
  sliding_window: 512,
};
/** Every fifth layer sees everything where the config does not say which. */
const FULL_EVERY = 5;
const FULL = 'full_attention';
const PLAIN = { bias: false };

interface Kind {
  readonly full: boolean;
  readonly shared: boolean;
  readonly inner: number;
}

const kindsOf = (fields: Fields, layers: number): readonly (Kind & { readonly count: number })[] => {
  const types =
    readLayerTypes(fields, layers) ??
    Array.from({ length: layers }, (_, i) => ((i + 1) % FULL_EVERY === 0 ? FULL : 'sliding_attention'));
  const widths = fields.counts('intermediate_size') ?? [fields.count('intermediate_size')];
  const [all = 0, ...others] = widths;
  if (others.length > 0 && widths.length !== layers)
    fields.fail(
      'intermediate_size',
      `intermediate_size has ${widths.length} entries; expected one for each of the ${layers} layers`,
    );
  const own = layers - (fields.optionalCount('num_kv_shared_layers', 0) ?? 0);
  const kinds = new Map<string, Kind & { readonly count: number }>();
  types.forEach((type, i) => {
    const kind = { full: type === FULL, shared: i >= own, inner: widths[i] ?? all };
    const key = JSON.stringify(kind);
    kinds.set(key, { ...kind, count: (kinds.get(key)?.count ?? 0) + 1 });
  });
  return [...kinds.values()];
};

/** Every token's streams through a small matrix of its own. */
const eachToken =
  (width: number) =>
  ({ sequences, query }: StreamShape): StreamShape => ({
    sequences: sequences * query,
    query: width,
    context: width,
  });

/** AltUp (arXiv:2301.13310): of several streams one goes through the layer, which predicts and then corrects the others. */
const altup = (width: number, streams: number): readonly ModuleNode[] => {
  const router = [rmsNorm('altup.router_norm', width), dense('altup.modality_router', width, streams, PLAIN)];
  return [
    ...router,
    dense('altup.prediction_coefs', streams, streams ** 2, PLAIN),
    within(leaf('altup.predict', matmul({ out: streams, depth: streams })), eachToken(width)),
    ...router.map(borrowed),
    dense('altup.correction_coefs', streams, streams, PLAIN),
    parameter('altup.correct_output_scale', width, { width }),
    leaf(
      'altup.streams',
      elementwise({ reads: (5 * streams - 1) * width, writes: (3 * streams - 1) * width }),
    ),
  ];
};

const layerNode = (fields: Fields, kind: Kind & { readonly count: number }, label: string): ModuleNode => {
  const width = fields.count('hidden_size');
  const heads = fields.count('num_attention_heads');
  const rank = fields.count('laurel_rank');
  const small = fields.count('hidden_size_per_layer_input');
  return group(
    `model.language_model.layers.${label}`,
    [
      ...altup(width, fields.count('altup_num_inputs')),
      rmsNorm('input_layernorm', width),
      group('laurel', [
        dense('linear_left', width, rank, PLAIN),
        dense('linear_right', rank, width, PLAIN),
        rmsNorm('post_laurel_norm', width),
      ]),
      sharingAttention(fields, width, {
        heads,
        ...localHeads(fields, heads),
        shared: kind.shared,
        keysForValues: false,
        window: kind.full ? undefined : fields.optionalCount('sliding_window'),
      }),
      rmsNorm('post_attention_layernorm', width),
      rmsNorm('pre_feedforward_layernorm', width),
      feedForward({
        name: 'mlp',
        width,
        inner: kind.inner,
        gate: 'gate_proj',
        up: 'up_proj',
        down: 'down_proj',
        bias: false,
        fields: ['intermediate_size'],
      }),
      rmsNorm('post_feedforward_layernorm', width),
      dense('per_layer_input_gate', width, small, PLAIN),
      dense('per_layer_projection', small, width, PLAIN),
      rmsNorm('post_per_layer_input_norm', width),
      residual(width, 4),
    ],
    kind.count,
  );
};

const textTree = (given: Fields): { readonly root: ModuleNode; readonly layers: number } => {
  const fields = given.withDefaults(DEFAULTS);
  const width = fields.count('hidden_size');
  const layers = readLayers(fields);
  const vocabulary = fields.count('vocab_size');
  const small = fields.count('hidden_size_per_layer_input');
  const streams = fields.count('altup_num_inputs');
  const turned = (name: string): ModuleNode =>
    group(`model.language_model.${name}`, [dense('stream', width, width, PLAIN)], streams - 1);
  const kinds = kindsOf(fields, layers);
  const labelOf = ({ full, shared, inner }: Kind): string =>
    `${full ? 'full' : 'sliding'}${shared ? '-shared' : ''}-${inner}`;
  const root = group('', [
    table('model.language_model.embed_tokens', vocabulary, width, ['vocab_size', 'hidden_size']),
    table(
      'model.language_model.embed_tokens_per_layer',
      fields.count('vocab_size_per_layer_input'),
      layers * small,
      ['hidden_size_per_layer_input'],
    ),
    dense('model.language_model.per_layer_model_projection', width, layers * small, PLAIN),
    leaf(
      'model.language_model.per_layer_projection_norm',
      norm({ width: small, weights: 'scale', vectors: layers }),
    ),
    ...(streams > 1 ? [turned('altup_projections')] : []),
    ...kinds.map((kind) => layerNode(fields, kind, labelOf(kind))),
    ...(streams > 1 ? [turned('altup_unembed_projections')] : []),
    rmsNorm('model.language_model.norm', width),
    dense('lm_head', width, vocabulary, {
      bias: false,
      tied: fields.flag('tie_word_embeddings', true),
      fields: ['vocab_size'],
    }),
  ]);
  return { root, layers };
};

const textModel = (fields: Fields): Architecture => {
  const { root, layers } = textTree(fields);
  return { root, layers, unit: 'token', plan: decoderPlan(root), units: outputTokens };
};

/**
 * Gemma 3n's text: local and global layers, of which the last share earlier ones' keys and values, a small embedding for
 * every layer, a low-rank branch beside attention, and streams that layers update by turns.
 */
export const gemma3nText: Family = {
  id: 'gemma3n',
  modelTypes: ['gemma3n_text'],
  read: textModel,
};

/**
 * Weights of the image encoders that the config names by timm's names.
 * Source: timm 1.0.31, mobilenetv5_300m_enc without a classifier, counted on the meta device.
 */
const ENCODERS: Readonly<Record<string, number>> = { mobilenetv5_300m_enc: 294_126_912 };

/** A tower's way into the text: words of its own, norms before, a matrix. */
const embedder = (name: string, rows: number, from: number, to: number): ModuleNode =>
  group(name, [
    table('embedding', rows, from),
    rmsNorm('hard_embedding_norm', from),
    rmsNorm('soft_embedding_norm', from),
    dense('embedding_projection', from, to, PLAIN),
  ]);

const eyes = (vision: Fields, width: number): readonly ModuleNode[] => {
  const architecture = vision.optionalText('architecture') ?? 'mobilenetv5_300m_enc';
  const parameters = ENCODERS[architecture];
  if (parameters === undefined)
    return vision.fail(
      'architecture',
      `not known: image encoder "${architecture}"; known are ${Object.keys(ENCODERS).join(', ')}`,
    );
  return [
    leaf('model.vision_tower', stored(parameters)),
    embedder(
      'model.embed_vision',
      vision.optionalCount('vocab_size') ?? 128,
      vision.optionalCount('hidden_size') ?? 2048,
      width,
    ),
  ];
};

const ears = (audio: Fields, width: number): readonly ModuleNode[] => {
  const own = audio.optionalCount('hidden_size') ?? 1536;
  const heads = audio.optionalCount('conf_num_attention_heads') ?? 8;
  checkHeads(audio, 'conf_num_attention_heads', heads, own);
  const [first = 128, second = 32] = audio.counts('sscp_conv_channel_size') ?? [];
  return [
    group(
      'model.audio_tower',
      gemmaConformer({
        width: own,
        layers: audio.optionalCount('conf_num_hidden_layers') ?? 12,
        heads,
        kernel: audio.optionalCount('conf_conv_kernel_size') ?? 5,
        mels: audio.optionalCount('input_feat_size') ?? 128,
        channels: [first, second],
      }),
    ),
    embedder('model.embed_audio', audio.optionalCount('vocab_size') ?? 128, own, width),
  ];
};

/** Gemma 3n with its eyes and ears, which count by their weights alone. */
export const gemma3n: Family = {
  id: 'gemma3n',
  modelTypes: ['gemma3n'],
  read: (fields) => {
    const text = textFields(fields, 'gemma3n_text');
    const width = text.count('hidden_size');
    const plain = textModel(text);
    const vision = fields.object('vision_config');
    const audio = fields.object('audio_config');
    const towers = [
      ...(vision === undefined ? [] : eyes(vision, width)),
      ...(audio === undefined ? [] : ears(audio, width)),
    ];
    return { ...plain, root: group('', [...towers, plain.root]) };
  },
};
