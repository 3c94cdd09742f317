import { attentionBlock } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, parameter, residual, rmsNorm } from '../encoder/parts';
import type { Fields } from '../fields';
import { convolution } from '../graph/convolution';
import { group, leaf, type ModuleNode } from '../graph/node';

/** Bands of Gemma 4's spectrograms; two convolutions with step 2 leave a quarter. */
const MELS = 128;

/** Sizes of a Gemma's ears. */
export interface Conformer {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly kernel: number;
  /** Mel bands of a spectrogram frame. */
  readonly mels: number;
  /** Channels of the two convolutions with step 2 before the layers. */
  readonly channels: readonly [number, number];
}

/** @throws Problem where heads do not divide the width. */
export const checkHeads = (fields: Fields, name: string, heads: number, width: number): void => {
  if (width % heads !== 0)
    fields.fail(name, `${name} is ${heads}; expected a divisor of hidden_size, which is ${width}`);
};

/** A conformer (arXiv:2005.08100) over a spectrogram: two half feed-forwards, attention, a convolution per layer. */
export const gemmaConformer = ({
  width,
  layers,
  heads,
  kernel,
  mels,
  channels: [first, second],
}: Conformer): readonly ModuleNode[] => {
  const plain = { bias: false };
  const half = (name: string): readonly ModuleNode[] => [
    rmsNorm(`${name}.pre_layer_norm`, width),
    feedForward({ name, width, inner: 4 * width, up: 'ffw_layer_1', down: 'ffw_layer_2', bias: false }),
    rmsNorm(`${name}.post_layer_norm`, width),
  ];
  const subsample = (index: number, input: number, channels: number): readonly ModuleNode[] => [
    leaf(
      `layer${index}.conv`,
      convolution({ in: input, out: channels, kernel: [3, 3], stride: [2, 2], bias: false }),
    ),
    rmsNorm(`layer${index}.norm`, channels),
  ];
  return [
    group('subsample_conv_projection', [
      ...subsample(0, 1, first),
      ...subsample(1, first, second),
      dense('input_proj_linear', (mels / 4) * second, width, plain),
    ]),
    group(
      'layers',
      [
        ...half('feed_forward1'),
        rmsNorm('norm_pre_attn', width),
        attentionBlock({
          name: 'self_attn',
          names: { query: 'q_proj', key: 'k_proj', value: 'v_proj', out: 'post' },
          width,
          heads,
          headDim: width / heads,
          bias: false,
          outBias: false,
        }),
        dense('self_attn.relative_k_proj', width, width, plain),
        parameter('self_attn.per_dim_scale', width / heads),
        rmsNorm('norm_post_attn', width),
        group('lconv1d', [
          rmsNorm('pre_layer_norm', width),
          dense('linear_start', width, 2 * width, plain),
          leaf(
            'depthwise_conv1d',
            convolution({ in: width, out: width, kernel: [kernel], groups: width, bias: false }),
          ),
          rmsNorm('conv_norm', width),
          dense('linear_end', width, width, plain),
        ]),
        ...half('feed_forward2'),
        rmsNorm('norm_out', width),
        residual(width, 4),
      ],
      layers,
    ),
  ];
};

/** Gemma 4's ears, and the matrix that leads from them to the text. */
export const gemma4Audio = (fields: Fields, textWidth: number): ModuleNode => {
  const width = fields.optionalCount('hidden_size') ?? 1024;
  const heads = fields.optionalCount('num_attention_heads') ?? 8;
  checkHeads(fields, 'num_attention_heads', heads, width);
  const out = fields.optionalCount('output_proj_dims') ?? 1536;
  const [first = 128, second = 32] = fields.counts('subsampling_conv_channels') ?? [];
  return group('', [
    group('model.audio_tower', [
      ...gemmaConformer({
        width,
        layers: fields.optionalCount('num_hidden_layers') ?? 12,
        heads,
        kernel: fields.optionalCount('conv_kernel_size') ?? 5,
        mels: MELS,
        channels: [first, second],
      }),
      dense('output_proj', width, out),
    ]),
    dense('model.embed_audio.embedding_projection', out, textWidth, { bias: false }),
  ]);
};
