import type { Architecture } from '../architecture';
import { attentionBlock, type AttentionBlock } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, layerNorm, parameter, residual, table } from '../encoder/parts';
import { SOURCE } from '../encoder-decoder/architecture';
import { elementwise } from '../graph/elementwise';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, stream, within } from '../graph/within';
import type { PhasePlan, Run } from '../model';
import { type Conformer, conformerAttention, conformerFeedForward, conformerLayers } from './conformer';
import { after, conv1d } from './conv1d';
import { durationPredictor, type HifiGan, hifiGan, samplesPerPosition } from './hifi-gan';

export interface SeamlessSide {
  readonly layers: number;
  readonly heads: number;
  readonly inner: number;
}

export interface Seamless {
  readonly width: number;
  readonly vocabulary: number;
  readonly speech:
    | {
        readonly conformer: Conformer;
        readonly layers: number;
        readonly features: number;
        readonly adapter: { readonly layers: number; readonly kernel: number; readonly stride: number };
      }
    | undefined;
  readonly text: SeamlessSide | undefined;
  readonly decoder: SeamlessSide;
  readonly voice: SeamlessVoice | undefined;
}

/** From the decoder's text to sound: units of 20 ms, then samples. */
export interface SeamlessVoice {
  readonly units: number;
  readonly encoder: SeamlessSide;
  readonly decoder: SeamlessSide;
  /** The second version yields all units at once, from letters and how long each lasts. */
  readonly letters:
    | {
        readonly vocabulary: number;
        readonly width: number;
        readonly inner: number;
        readonly kernel: number;
      }
    | undefined;
  readonly vocoder: {
    readonly gan: HifiGan;
    readonly units: number;
    readonly unitWidth: number;
    readonly speakers: number;
    readonly speakerWidth: number;
    readonly languages: number;
    readonly languageWidth: number;
    readonly kernel: number;
    readonly rate: number;
  };
}

/** Seconds of what is heard and said: as long as an utterance in LibriSpeech is on average. */
const SECONDS = 12;
/** Positions that the speech encoder sees in a second: pairs of frames of 10 ms. */
const FRAMES = 50;
/** Letters of a token of English, on average. */
const LETTERS = 4;

const attend = (
  spec: Seamless,
  side: SeamlessSide,
  name: string,
  more: Partial<AttentionBlock>,
): ModuleNode =>
  attentionBlock({
    name,
    names: { query: 'q_proj', key: 'k_proj', value: 'v_proj', out: 'out_proj' },
    width: spec.width,
    heads: side.heads,
    headDim: spec.width / side.heads,
    ...more,
  });

const encoderStack = (spec: Seamless, name: string, side: SeamlessSide): ModuleNode =>
  group(name, [
    group(
      'layers',
      [
        layerNorm('self_attn_layer_norm', spec.width),
        attend(spec, side, 'self_attn', {}),
        layerNorm('ffn_layer_norm', spec.width),
        feedForward({ name: 'ffn', width: spec.width, inner: side.inner, fields: ['encoder_ffn_dim'] }),
        residual(spec.width),
      ],
      side.layers,
    ),
    layerNorm('layer_norm', spec.width),
  ]);

/** @param kept Positions of the other side whose keys stay; @param keysKept They are there from an earlier pass. */
const decoderStack = (
  spec: Seamless,
  name: string,
  side: SeamlessSide,
  keysKept: boolean,
  self: Partial<AttentionBlock> = {},
  kept?: number,
): ModuleNode =>
  group(name, [
    group(
      'layers',
      [
        layerNorm('self_attn_layer_norm', spec.width),
        attend(spec, side, 'self_attn', { causal: true, cached: true, ...self }),
        layerNorm('cross_attention_layer_norm', spec.width),
        attend(spec, side, 'cross_attention', {
          from: { stream: SOURCE, width: spec.width },
          cached: true,
          keysKept,
          ...(kept === undefined ? {} : { keptPositions: kept }),
        }),
        layerNorm('ffn_layer_norm', spec.width),
        feedForward({ name: 'ffn', width: spec.width, inner: side.inner, fields: ['decoder_ffn_dim'] }),
        residual(spec.width, 3),
      ],
      side.layers,
    ),
    layerNorm('layer_norm', spec.width),
  ]);

/** Positions after the adapter, which folds several frames into one. */
const adapted = ({ speech }: Seamless): number =>
  speech === undefined
    ? 1
    : Array.from({ length: speech.adapter.layers }).reduce<number>(
        (length) =>
          after(length, speech.adapter.kernel, speech.adapter.stride, Math.floor(speech.adapter.stride / 2)),
        SECONDS * FRAMES,
      );

/** A spectrogram through conformers, then folded (arXiv:2308.11596, section 4.1). */
const speechEncoder = (spec: Seamless): ModuleNode => {
  const { speech, width } = spec;
  if (speech === undefined) return group('', []);
  const frames = SECONDS * FRAMES;
  const { kernel, stride, layers } = speech.adapter;
  const plain: Conformer = { ...speech.conformer, positions: { kind: 'none' } };
  const fields = ['adaptor_kernel_size', 'adaptor_stride'];
  let length = frames;
  const adapter = Array.from({ length: layers }, (_, i) => {
    const before = length;
    length = after(before, kernel, stride, Math.floor(stride / 2));
    const now = length;
    return group(`adapter.layers.${i}`, [
      within(
        group('', [layerNorm('residual_layer_norm', width), layerNorm('self_attn_layer_norm', width)]),
        positions(before),
      ),
      within(
        group('', [
          conv1d('residual_conv', width, 2 * width, kernel, { stride, fields }),
          conv1d('self_attn_conv', width, 2 * width, kernel, { stride, fields }),
          conformerAttention(plain, now),
          layerNorm('ffn_layer_norm', width),
          conformerFeedForward('ffn', speech.conformer),
          residual(width),
        ]),
        positions(now),
      ),
    ]);
  });
  return group('speech_encoder', [
    within(
      group('feature_projection', [
        layerNorm('layer_norm', speech.features),
        dense('projection', speech.features, width, { fields: ['feature_projection_input_dim'] }),
      ]),
      positions(frames),
    ),
    conformerLayers(speech.conformer, speech.layers, frames),
    within(
      group('', [
        layerNorm('encoder.layer_norm', width),
        conformerFeedForward('intermediate_ffn', speech.conformer),
      ]),
      positions(frames),
    ),
    ...adapter,
    within(layerNorm('inner_layer_norm', width), positions(length)),
  ]);
};

const unitDecoder = (
  spec: Seamless,
  voice: SeamlessVoice,
  units: number,
  step: 'first' | 'next',
): ModuleNode => {
  const name = 't2u_model.model.decoder';
  const { width } = spec;
  const head = (tied: boolean): ModuleNode =>
    dense('t2u_model.lm_head', width, voice.units, { bias: false, tied, fields: ['t2u_vocab_size'] });
  if (voice.letters === undefined) {
    const embedding = table(`${name}.embed_tokens`, voice.units, width, ['t2u_vocab_size', 'hidden_size']);
    const stack = decoderStack(spec, name, voice.decoder, step === 'next', { keptPositions: units }, 1);
    return group('', [embedding, stack, head(true)]);
  }
  const { letters } = voice;
  return group('', [
    within(
      group(name, [
        table('embed_char', letters.vocabulary, width, ['char_vocab_size', 'hidden_size']),
        parameter('pos_emb_alpha_char', 1),
        parameter('pos_emb_alpha', 1),
        durationPredictor('duration_predictor', letters.width, letters.inner, letters.kernel, [
          't2u_variance_predictor_embed_dim',
          't2u_variance_predictor_hidden_dim',
        ]),
      ]),
      (pass) => {
        const { sequences, query } = stream(SOURCE)(pass);
        return { sequences, query: query * LETTERS, context: query * LETTERS };
      },
    ),
    within(
      group('', [
        group(name, [
          group(
            'layers',
            [
              attend(spec, voice.decoder, 'self_attn', {}),
              layerNorm('self_attn_layer_norm', width),
              conv1d('conv1', width, width, 7),
              conv1d('conv2', width, width, 7),
              layerNorm('conv_layer_norm', width),
              residual(width),
            ],
            voice.decoder.layers,
          ),
          layerNorm('layer_norm', width),
        ]),
        // The table it is tied to is never looked up in: all units come from letters.
        head(false),
      ]),
      positions(units),
    ),
  ]);
};

const vocoderNode = (voice: SeamlessVoice, units: number): ModuleNode => {
  const { vocoder } = voice;
  return group('vocoder', [
    within(
      group('', [
        table('unit_embedding', vocoder.units, vocoder.unitWidth, ['unit_hifi_gan_vocab_size']),
        durationPredictor('dur_predictor', vocoder.unitWidth, vocoder.unitWidth, vocoder.kernel, [
          'unit_embed_dim',
        ]),
        leaf('repeat', elementwise({ reads: vocoder.unitWidth, writes: vocoder.gan.in })),
      ]),
      positions(units),
    ),
    within(
      group('', [
        table('speaker_embedding', vocoder.speakers, vocoder.speakerWidth, ['vocoder_num_spkrs']),
        table('language_embedding', vocoder.languages, vocoder.languageWidth, ['vocoder_num_langs']),
      ]),
      positions(1),
    ),
    hifiGan('hifi_gan', vocoder.gan, units),
  ]);
};

/**
 * SeamlessM4T (arXiv:2308.11596, arXiv:2312.05187): speech or text in, text out token by token, and from that units
 * and sound. Where it hears, each sequence is an utterance of 12 s; where it speaks, it says as much, every unit
 * counted as if none were like its neighbour.
 */
export const seamlessModel = (spec: Seamless): Architecture => {
  const { width, voice } = spec;
  const units =
    voice === undefined
      ? 0
      : Math.round((SECONDS * voice.vocoder.rate) / samplesPerPosition(voice.vocoder.gan));
  const heard = spec.speech === undefined ? undefined : adapted(spec);
  const shared = table('shared', spec.vocabulary, width, ['vocab_size', 'hidden_size']);
  const head = dense('lm_head', width, spec.vocabulary, { bias: false, tied: true, fields: ['vocab_size'] });
  const textEncoder = spec.text === undefined ? group('', []) : encoderStack(spec, 'text_encoder', spec.text);
  const encoder = spec.speech === undefined ? group('', [shared, textEncoder]) : speechEncoder(spec);
  const decoder = (keysKept: boolean): ModuleNode =>
    decoderStack(spec, 'text_decoder', spec.decoder, keysKept, {}, heard);
  const unitEncoder =
    voice === undefined ? undefined : encoderStack(spec, 't2u_model.model.encoder', voice.encoder);
  const speaks = (run: Run): readonly PhasePlan[] => {
    if (voice === undefined || unitEncoder === undefined) return [];
    const text = { sequences: run.batch, query: run.output, context: run.output };
    const one = { sequences: run.batch, query: 1, context: 1 };
    const streams = { [SOURCE]: text };
    // The decoder's last states over the whole text are what units are made from.
    const again = group('', [shared, decoder(false)]);
    const source = sourceOf(run);
    const encode: PhasePlan = {
      name: 'unit-encode',
      repeats: 1,
      root: group('', [again, unitEncoder]),
      shape: text,
      streams: { [SOURCE]: source },
    };
    const audio: PhasePlan = {
      name: 'audio-decode',
      repeats: 1,
      root: vocoderNode(voice, units),
      shape: one,
    };
    const decode = (step: 'first' | 'next', repeats: number, context: number): PhasePlan => ({
      name: 'unit-decode',
      repeats,
      root: within(unitDecoder(spec, voice, units, step), ({ sequences }) => ({
        sequences,
        query: 1,
        context,
      })),
      shape: one,
      streams,
    });
    return voice.letters === undefined
      ? [encode, decode('first', 1, 1), decode('next', units - 1, Math.round((units - 1) / 2) + 1), audio]
      : [
          encode,
          {
            name: 'unit-decode',
            repeats: 1,
            root: unitDecoder(spec, voice, units, 'first'),
            shape: one,
            streams,
          },
          audio,
        ];
  };
  const sourceOf = (run: Run) => {
    const query = heard ?? run.input;
    return { sequences: run.batch, query, context: query };
  };
  const plan = (run: Run): readonly PhasePlan[] => {
    const { batch, input, output } = run;
    const streams = { [SOURCE]: sourceOf(run) };
    const own = { sequences: batch, query: input, context: input };
    return [
      {
        name: 'encode',
        repeats: 1,
        root: encoder,
        shape: heard === undefined ? own : { sequences: batch, query: 1, context: 1 },
      },
      {
        name: 'prefill',
        repeats: 1,
        root: group('', [shared, decoder(false), head]),
        shape: { sequences: batch, query: 1, context: 1 },
        streams,
      },
      {
        name: 'decode',
        repeats: output - 1,
        root: group('', [shared, decoder(true), head]),
        shape: { sequences: batch, query: 1, context: (run.context ?? Math.round((output - 1) / 2)) + 1 },
        streams,
      },
      ...speaks(run),
    ];
  };
  const speech = heard !== undefined || voice !== undefined;
  return {
    root: group('', [
      shared,
      textEncoder,
      ...(spec.speech === undefined ? [] : [encoder]),
      decoder(false),
      head,
      ...(voice === undefined || unitEncoder === undefined
        ? []
        : [unitEncoder, unitDecoder(spec, voice, units, 'first'), vocoderNode(voice, units)]),
    ]),
    layers:
      (spec.speech?.layers ?? 0) +
      (spec.text?.layers ?? 0) +
      spec.decoder.layers +
      (voice === undefined ? 0 : voice.encoder.layers + voice.decoder.layers),
    unit: speech ? 'second' : 'token',
    plan,
    units: ({ batch, output }) => batch * (speech ? SECONDS : output),
  };
};
