import type { Architecture } from '../architecture';
import { attentionBlock, type AttentionBlock } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, layerNorm, parameter, residual, table } from '../encoder/parts';
import { convolution } from '../graph/convolution';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import type { Run } from '../model';

export interface Whisper {
  readonly width: number;
  readonly mels: number;
  readonly vocabulary: number;
  readonly encoder: { readonly layers: number; readonly heads: number; readonly inner: number };
  readonly decoder: { readonly layers: number; readonly heads: number; readonly inner: number };
  /** Positions of the encoder's output: half the spectrogram's frames. */
  readonly sourcePositions: number;
  readonly targetPositions: number;
  readonly tied: boolean;
}

const attend = (
  spec: Pick<Whisper, 'width'>,
  name: string,
  heads: number,
  more: Partial<AttentionBlock>,
): ModuleNode =>
  attentionBlock({
    name,
    names: { query: 'q_proj', key: 'k_proj', value: 'v_proj', out: 'out_proj' },
    width: spec.width,
    heads,
    headDim: spec.width / heads,
    keyBias: false,
    fields: ['d_model'],
    ...more,
  });

/** What an encoder of Whisper's kind needs to know. */
export type WhisperEncoder = Pick<Whisper, 'width' | 'mels' | 'encoder' | 'sourcePositions'>;

/** Two convolutions (the second halves the frames), sinusoidal positions, pre-norm layers. */
export const whisperEncoder = (spec: WhisperEncoder, name = 'model.encoder'): ModuleNode => {
  const { width, mels, sourcePositions, encoder } = spec;
  const filter = (name: string, input: number, stride: number, count: number): ModuleNode =>
    within(
      leaf(name, convolution({ in: input, out: width, kernel: [3], stride: [stride] }), ['num_mel_bins']),
      positions(count),
    );
  return group(name, [
    filter('conv1', mels, 1, 2 * sourcePositions),
    filter('conv2', width, 2, sourcePositions),
    within(
      group('', [
        parameter('embed_positions', sourcePositions * width, { width, fields: ['max_source_positions'] }),
        group(
          'layers',
          [
            layerNorm('self_attn_layer_norm', width),
            attend(spec, 'self_attn', encoder.heads, {}),
            layerNorm('final_layer_norm', width),
            feedForward({ name: '', width, inner: encoder.inner, fields: ['encoder_ffn_dim'] }),
            residual(width),
          ],
          encoder.layers,
        ),
        layerNorm('layer_norm', width),
      ]),
      positions(sourcePositions),
    ),
  ]);
};

/** @param keysKept The encoder's keys and values are there from an earlier pass. */
const whisperDecoder = (spec: Whisper, keysKept: boolean): ModuleNode => {
  const { width, decoder } = spec;
  return group('', [
    group('model.decoder', [
      table('embed_tokens', spec.vocabulary, width, ['vocab_size', 'd_model']),
      parameter('embed_positions', spec.targetPositions * width, {
        width,
        fields: ['max_target_positions'],
      }),
      group(
        'layers',
        [
          layerNorm('self_attn_layer_norm', width),
          attend(spec, 'self_attn', decoder.heads, { causal: true, cached: true }),
          layerNorm('encoder_attn_layer_norm', width),
          attend(spec, 'encoder_attn', decoder.heads, {
            from: { stream: 'encoder', width },
            cached: true,
            keysKept,
            keptPositions: spec.sourcePositions,
          }),
          layerNorm('final_layer_norm', width),
          feedForward({ name: '', width, inner: decoder.inner, fields: ['decoder_ffn_dim'] }),
          residual(width, 3),
        ],
        decoder.layers,
      ),
      layerNorm('layer_norm', width),
    ]),
    dense('proj_out', width, spec.vocabulary, { bias: false, tied: spec.tied, fields: ['vocab_size'] }),
  ]);
};

/** Seconds of sound behind one encoder position: two frames of 10 ms (arXiv:2212.04356, section 2.2). */
const SECONDS_PER_POSITION = 0.02;

/** Whisper (arXiv:2212.04356): each sequence is one window of sound, transcribed token by token. */
export const whisperModel = (spec: Whisper): Architecture => {
  const encoder = whisperEncoder(spec);
  const first = whisperDecoder(spec, false);
  const next = whisperDecoder(spec, true);
  const plan = ({ batch, input, output, context }: Run): ReturnType<Architecture['plan']> => {
    const source = { sequences: batch, query: spec.sourcePositions, context: spec.sourcePositions };
    const cached = context ?? Math.round(input + (output - 1) / 2);
    return [
      { name: 'encode', repeats: 1, root: encoder, shape: source },
      {
        name: 'prefill',
        repeats: 1,
        root: first,
        shape: { sequences: batch, query: input, context: input },
        streams: { encoder: source },
      },
      {
        name: 'decode',
        repeats: output - 1,
        root: next,
        shape: { sequences: batch, query: 1, context: cached + 1 },
        streams: { encoder: source },
      },
    ];
  };
  return {
    root: group('', [encoder, first]),
    layers: spec.encoder.layers + spec.decoder.layers,
    unit: 'second',
    plan,
    units: ({ batch }) => batch * spec.sourcePositions * SECONDS_PER_POSITION,
  };
};
