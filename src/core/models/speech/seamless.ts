import type { Architecture } from '../architecture';
import { dense, layerNorm, residual, table } from '../encoder/parts';
import { SOURCE } from '../encoder-decoder/architecture';
import { group, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import type { PhasePlan, Run } from '../model';
import { type Conformer, conformerAttention, conformerFeedForward, conformerLayers } from './conformer';
import { after, conv1d } from './conv1d';
import { samplesPerPosition } from './hifi-gan';
import { decoderStack, encoderStack, type Seamless } from './seamless-parts';
import { unitDecoder, vocoderNode } from './seamless-voice';

/** Seconds of what is heard and said: as long as an utterance in LibriSpeech is on average. */
const SECONDS = 12;
/** Positions that the speech encoder sees in a second: pairs of frames of 10 ms. */
const FRAMES = 50;
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
