import type { Architecture } from '../architecture';
import { encoderLayer } from '../encoder/layer';
import { dense, layerNorm, parameter } from '../encoder/parts';
import { convolution } from '../graph/convolution';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';

export interface Wav2Vec2 {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly inner: number;
  /** Channels, kernels and steps of the convolutions over the samples. */
  readonly channels: readonly number[];
  readonly kernels: readonly number[];
  readonly strides: readonly number[];
  readonly convolutionBias: boolean;
  /** A norm behind each convolution, or a group norm behind the first alone. */
  readonly normEach: boolean;
  /** The projection has a norm before it. */
  readonly projectionNorm: boolean;
  readonly positionKernel: number;
  readonly positionGroups: number;
  /** Stands in for masked frames in training; unused otherwise. */
  readonly maskToken: boolean;
  /** Rows of the letters' scores; none without a head. */
  readonly vocabulary: number | undefined;
  readonly body: string;
}

/** Samples in a second of what these models hear. */
const RATE = 16_000;
/** Seconds of the audio that a run hears: as long as an utterance in LibriSpeech is on average. */
const SECONDS = 12;

/** Positions after each convolution, without padding. */
const lengths = (spec: Wav2Vec2, samples: number): readonly number[] => {
  let now = samples;
  return spec.kernels.map((kernel, i) => {
    now = Math.max(1, Math.floor((now - kernel) / (spec.strides[i] ?? 1)) + 1);
    return now;
  });
};

const tree = (spec: Wav2Vec2, samples: number): ModuleNode => {
  const { width, body } = spec;
  const steps = lengths(spec, samples);
  const frames = steps.at(-1) ?? 1;
  const last = spec.channels.at(-1) ?? width;
  const all = positions(frames);
  const normed = (i: number): boolean => spec.normEach || i === 0;
  return group('', [
    group(
      `${body}.feature_extractor.conv_layers`,
      spec.channels.map((out, i) =>
        within(
          group(String(i), [
            leaf(
              'conv',
              convolution({
                in: spec.channels[i - 1] ?? 1,
                out,
                kernel: [spec.kernels[i] ?? 1],
                stride: [spec.strides[i] ?? 1],
                bias: spec.convolutionBias,
              }),
              ['conv_dim', 'conv_kernel'],
            ),
            ...(normed(i) ? [layerNorm('layer_norm', out)] : []),
          ]),
          positions(steps[i] ?? 1),
        ),
      ),
    ),
    within(
      group('', [
        ...(spec.projectionNorm ? [layerNorm(`${body}.feature_projection.layer_norm`, last)] : []),
        dense(`${body}.feature_projection.projection`, last, width),
        ...(spec.maskToken ? [parameter(`${body}.masked_spec_embed`, width)] : []),
        leaf(
          `${body}.encoder.pos_conv_embed.conv`,
          convolution({
            in: width,
            out: width,
            kernel: [spec.positionKernel],
            groups: spec.positionGroups,
          }),
          ['num_conv_pos_embeddings'],
        ),
        // The weight's length, which weight normalisation keeps apart, per position of the kernel.
        parameter(`${body}.encoder.pos_conv_embed.conv.weight_g`, spec.positionKernel),
        layerNorm(`${body}.encoder.layer_norm`, width),
        group(
          `${body}.encoder.layers`,
          encoderLayer({
            width,
            norms: ['layer_norm', 'final_layer_norm'],
            attention: {
              name: 'attention',
              names: { query: 'q_proj', key: 'k_proj', value: 'v_proj', out: 'out_proj' },
              heads: spec.heads,
              headDim: width / spec.heads,
              fields: ['hidden_size', 'num_attention_heads'],
            },
            ffn: {
              name: 'feed_forward',
              inner: spec.inner,
              up: 'intermediate_dense',
              down: 'output_dense',
              fields: ['intermediate_size', 'hidden_size'],
            },
          }),
          spec.layers,
        ),
        ...(spec.vocabulary === undefined ? [] : [dense('lm_head', width, spec.vocabulary)]),
      ]),
      all,
    ),
  ]);
};

/** wav2vec 2.0 (arXiv:2006.11477): convolutions over the samples, a transformer, and letters per frame. */
export const wav2vec2Model = (spec: Wav2Vec2): Architecture => {
  const root = tree(spec, RATE * SECONDS);
  return {
    root,
    layers: spec.layers,
    unit: 'second',
    plan: ({ batch }) => [
      { name: 'encode', repeats: 1, root, shape: { sequences: batch, query: 1, context: 1 } },
    ],
    units: ({ batch }) => batch * SECONDS,
  };
};
