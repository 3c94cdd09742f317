import type { Architecture } from '../architecture';
import { attentionBlock, type AttentionBlock } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, layerNorm, residual, table } from '../encoder/parts';
import { encodeThenDecode, SOURCE } from '../encoder-decoder/architecture';
import { group, type ModuleNode } from '../graph/node';
import { stream, within } from '../graph/within';
import type { PhasePlan, Run } from '../model';
import type { AudioCodec } from './codec';

export interface Musicgen {
  readonly text: Architecture & { readonly width: number };
  readonly codec: AudioCodec;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly inner: number;
  readonly codes: number;
  readonly codebooks: number;
}

const attend = (spec: Musicgen, name: string, more: Partial<AttentionBlock>): ModuleNode =>
  attentionBlock({
    name,
    names: { query: 'q_proj', key: 'k_proj', value: 'v_proj', out: 'out_proj' },
    width: spec.width,
    heads: spec.heads,
    headDim: spec.width / spec.heads,
    bias: false,
    outBias: false,
    cached: true,
    fields: ['hidden_size', 'num_attention_heads'],
    ...more,
  });

/** @param keysKept The text's keys and values are there from an earlier pass. */
const decoder = (spec: Musicgen, keysKept: boolean): ModuleNode => {
  const { width, codebooks, codes } = spec;
  return group('decoder', [
    // A row more than codes stands for the start.
    group(
      'model.decoder.embed_tokens',
      [table('', codes + 1, width, ['vocab_size', 'hidden_size'])],
      codebooks,
    ),
    group(
      'model.decoder.layers',
      [
        layerNorm('self_attn_layer_norm', width),
        attend(spec, 'self_attn', { causal: true }),
        layerNorm('encoder_attn_layer_norm', width),
        attend(spec, 'encoder_attn', { from: { stream: SOURCE, width }, keysKept }),
        layerNorm('final_layer_norm', width),
        feedForward({ name: '', width, inner: spec.inner, bias: false, fields: ['ffn_dim', 'hidden_size'] }),
        residual(width, 3),
      ],
      spec.layers,
    ),
    layerNorm('model.decoder.layer_norm', width),
    group('lm_heads', [dense('', width, codes, { bias: false, fields: ['vocab_size'] })], codebooks),
  ]);
};

/**
 * MusicGen (arXiv:2306.05284): a text encoder, a decoder that yields one code of every codebook per step, and
 * EnCodec's way back to samples. A run's output is counted in those steps; a second has as many as the codec has
 * frames. A second pass without the text, which guides the first, is the caller's choice and is not counted.
 */
export const musicgenModel = (spec: Musicgen): Architecture => {
  const { text, codec } = spec;
  const projection =
    text.width === spec.width ? group('', []) : dense('enc_to_dec_proj', text.width, spec.width);
  const encode = group('', [group('text_encoder', [text.root]), projection]);
  const first = decoder(spec, false);
  const next = decoder(spec, true);
  const sound = (frames: number): ModuleNode => group('audio_encoder', [codec.decoder(frames)]);
  const plan = (run: Run): readonly PhasePlan[] => [
    ...encodeThenDecode(encode, first, next, run),
    {
      name: 'audio-decode',
      repeats: 1,
      root: sound(run.output),
      shape: { sequences: run.batch, query: 1, context: 1 },
    },
  ];
  return {
    root: group('', [
      within(encode, stream(SOURCE)),
      first,
      // The codec is stored whole, though only its decoder is used.
      group('audio_encoder', [codec.encoder(codec.hop), codec.decoder(1)]),
    ]),
    layers: text.layers + spec.layers,
    unit: 'second',
    plan,
    units: ({ batch, output }) => (batch * output * codec.hop) / codec.rate,
  };
};
