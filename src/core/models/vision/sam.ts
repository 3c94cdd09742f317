import type { Architecture } from '../architecture';
import { attentionBlock } from '../encoder/attention';
import { crossAttention } from '../encoder/cross';
import { feedForward } from '../encoder/feed-forward';
import { dense, layerNorm, parameter, residual } from '../encoder/parts';
import { convolution } from '../graph/convolution';
import { matmul } from '../graph/matmul';
import { group, leaf, type ModuleNode } from '../graph/node';
import { stored } from '../graph/stored';
import { positions, split, within } from '../graph/within';

export interface Sam {
  readonly vision: {
    readonly width: number;
    readonly layers: number;
    readonly heads: number;
    readonly headDim: number;
    readonly inner: number;
    readonly channels: number;
    readonly patch: number;
    /** Patches on each side; every image is scaled and padded to them. */
    readonly side: number;
    /** Channels that the decoder works on. */
    readonly out: number;
    readonly bias: boolean;
    readonly positionTable: boolean;
    readonly relativeTables: boolean;
    /** Patches on each side of a window; 0 where all layers see everything. */
    readonly window: number;
    /** Layers that see everything. */
    readonly global: number;
    readonly frequencies: number;
  };
  /** Whether patches and points are placed by one table. */
  readonly tied: boolean;
  readonly prompt: { readonly points: number; readonly maskChannels: number };
  readonly decoder: {
    readonly heads: number;
    /** How much narrower the last attention is than the decoder. */
    readonly rate: number;
    readonly inner: number;
    readonly layers: number;
    /** Masks that are put out, the single one among them. */
    readonly masks: number;
    readonly scoreDepth: number;
    readonly scoreWidth: number;
  };
}

const NAMES = { query: 'q_proj', key: 'k_proj', value: 'v_proj', out: 'out_proj' };
/** A run prompts each image with one point, beside which stands a token for no further one. */
const PROMPT_TOKENS = 2;
/** How much narrower cross-attention is in the layers; the config tells it for the last alone. */
const LAYER_RATE = 2;
/** Positions of the decoder's map for each of the image's. */
const GROWTH = 16;

const all = ({ side }: Sam['vision']): number => side * side;

/** One kind of layer: over windows, padded at the edges, or over the whole image. */
const layers = (spec: Sam, name: string, count: number, window: number): readonly ModuleNode[] => {
  const { width, heads, headDim, inner, side, bias } = spec.vision;
  if (count === 0) return [];
  const own = window === 0 ? side : window;
  const windows = Math.ceil(side / own) ** 2;
  const attended = group('attn', [
    attentionBlock({
      name: '',
      fused: 'qkv',
      names: { ...NAMES, out: 'proj' },
      width,
      heads,
      headDim,
      bias,
      fields: ['hidden_size', 'num_attention_heads'],
    }),
    ...(spec.vision.relativeTables
      ? [
          parameter('rel_pos', 2 * (2 * own - 1) * headDim, { fields: ['window_size', 'image_size'] }),
          leaf('rel_pos_scores', matmul({ out: 2 * own, depth: width })),
        ]
      : []),
  ]);
  return [
    group(
      `vision_encoder.layers.${name}`,
      [
        within(
          group('', [
            layerNorm('layer_norm1', width),
            layerNorm('layer_norm2', width),
            feedForward({
              name: 'mlp',
              width,
              inner,
              up: 'lin1',
              down: 'lin2',
              fields: ['mlp_dim', 'mlp_ratio'],
            }),
            residual(width),
          ]),
          positions(all(spec.vision)),
        ),
        within(attended, split(windows, own * own)),
      ],
      count,
    ),
  ];
};

const conv = (name: string, input: number, out: number, kernel: number, bias: boolean): ModuleNode =>
  leaf(name, convolution({ in: input, out, kernel: [kernel, kernel], bias }), ['output_channels']);

const encoder = (spec: Sam): ModuleNode => {
  const { width, out, channels, patch, layers: count, window } = spec.vision;
  const global = window === 0 ? count : spec.vision.global;
  const image = positions(all(spec.vision));
  return group('', [
    within(
      group('vision_encoder', [
        leaf(
          'patch_embed.projection',
          convolution({ in: channels, out: width, kernel: [patch, patch], stride: [patch, patch] }),
          ['patch_size', 'hidden_size'],
        ),
        ...(spec.vision.positionTable
          ? [parameter('pos_embed', all(spec.vision) * width, { width, fields: ['image_size'] })]
          : []),
      ]),
      image,
    ),
    ...layers(spec, 'window', count - global, window),
    ...layers(spec, 'global', global, 0),
    within(
      group('vision_encoder.neck', [
        conv('conv1', width, out, 1, false),
        layerNorm('layer_norm1', out),
        conv('conv2', out, out, 3, false),
        layerNorm('layer_norm2', out),
      ]),
      image,
    ),
  ]);
};

const promptEncoder = ({ vision, prompt, tied }: Sam): ModuleNode => {
  const width = vision.out;
  const small = Math.floor(prompt.maskChannels / 4);
  const mask =
    5 * small +
    (4 * small + 1) * prompt.maskChannels +
    (prompt.maskChannels + 1) * width +
    2 * small +
    8 * small;
  return group('', [
    // The same frequencies place the patches, which they do once for all images, and the points.
    within(
      dense('shared_image_embedding', 2, vision.frequencies, { bias: false, fields: ['num_pos_feats'] }),
      () => ({ sequences: 1, query: all(vision), context: all(vision) }),
    ),
    within(
      group('prompt_encoder', [
        dense('shared_embedding', 2, vision.frequencies, { bias: false, tied }),
        parameter('point_embed', (prompt.points + 2) * width, { width, fields: ['num_point_embeddings'] }),
      ]),
      positions(PROMPT_TOKENS),
    ),
    // Without a mask among the prompts its convolutions rest.
    leaf('prompt_encoder.mask_embed', stored(mask), ['mask_input_channels']),
  ]);
};

/** Three matrices or more, an activation between each two. */
const perceptron = (name: string, sizes: readonly number[]): ModuleNode =>
  group(
    name,
    sizes.slice(1).map((out, i) => dense(`layers.${i}`, sizes[i] ?? out, out)),
  );

const up = (name: string, input: number, out: number, written: number): ModuleNode =>
  within(
    leaf(name, convolution({ in: input, out, kernel: [2, 2], stride: [2, 2], transposed: true })),
    positions(written),
  );

const maskDecoder = ({ vision, decoder }: Sam): ModuleNode => {
  const width = vision.out;
  const image = all(vision);
  const tokens = decoder.masks + 1 + PROMPT_TOKENS;
  const { heads } = decoder;
  const attend = (name: string, queries: number, keys: number, rate: number): ModuleNode =>
    crossAttention({
      name,
      names: NAMES,
      width,
      inner: Math.floor(width / rate),
      heads,
      queries,
      keys,
      fields: ['num_attention_heads', 'attention_downsample_rate'],
    });
  const masks = positions(decoder.masks);
  const last = Math.floor(width / 8);
  return group('mask_decoder', [
    parameter('tokens', (decoder.masks + 1) * width),
    group(
      'transformer.layers',
      [
        attend('self_attn', tokens, tokens, 1),
        attend('cross_attn_token_to_image', tokens, image, LAYER_RATE),
        within(
          group('', [
            ...[1, 2, 3].map((i) => layerNorm(`layer_norm${i}`, width)),
            feedForward({
              name: 'mlp',
              width,
              inner: decoder.inner,
              up: 'lin1',
              down: 'lin2',
              fields: ['mlp_dim'],
            }),
          ]),
          positions(tokens),
        ),
        attend('cross_attn_image_to_token', image, tokens, LAYER_RATE),
        within(layerNorm('layer_norm4', width), positions(image)),
      ],
      decoder.layers,
    ),
    attend('transformer.final_attn_token_to_image', tokens, image, decoder.rate),
    within(layerNorm('transformer.layer_norm_final_attn', width), positions(tokens)),
    up('upscale_conv1', width, Math.floor(width / 4), 4 * image),
    within(layerNorm('upscale_layer_norm', Math.floor(width / 4)), positions(4 * image)),
    up('upscale_conv2', Math.floor(width / 4), last, GROWTH * image),
    group('output_hypernetworks_mlps', [perceptron('', [width, width, width, last])], decoder.masks),
    within(leaf('masks', matmul({ out: GROWTH * image, depth: last })), masks),
    perceptron('iou_prediction_head', [
      width,
      ...Array.from({ length: decoder.scoreDepth - 1 }, () => decoder.scoreWidth),
      decoder.masks,
    ]),
  ]);
};

/** Segment Anything: each image is encoded once, and one prompt of one point is answered with masks. */
export const samModel = (spec: Sam): Architecture => {
  const image = encoder(spec);
  const prompted = group('', [promptEncoder(spec), maskDecoder(spec)]);
  return {
    root: group('', [image, prompted]),
    layers: spec.vision.layers + spec.decoder.layers,
    unit: 'image',
    plan: ({ batch }) => {
      const shape = { sequences: batch, query: 1, context: 1 };
      return [
        { name: 'encode', repeats: 1, root: image, shape },
        { name: 'image-decode', repeats: 1, root: prompted, shape },
      ];
    },
    units: ({ batch }) => batch,
  };
};
