import type { Architecture } from '../architecture';
import { group, type ModuleNode } from '../graph/node';

/** Turns samples into codes, some in every frame, and codes into samples. */
export interface AudioCodec {
  readonly rate: number;
  /** Samples per frame of codes. */
  readonly hop: number;
  /** Samples that go through at once; all of them unless said. */
  readonly chunk?: { readonly samples: number; readonly step: number };
  encoder(samples: number): ModuleNode;
  /** @param frames Frames of codes. */
  decoder(frames: number): ModuleNode;
  readonly layers: number;
}

/** Seconds of the audio that a run codes: as long as an utterance in LibriSpeech is on average. */
const SECONDS = 12;

/** Encodes and decodes 12 s of sound. */
export const codecModel = (codec: AudioCodec): Architecture => {
  const samples = Math.round(SECONDS * codec.rate);
  const { chunk } = codec;
  const pieces =
    chunk === undefined
      ? 1
      : Math.max(1, Math.ceil((samples - (chunk.samples - chunk.step)) / Math.max(1, chunk.step)));
  const length = chunk?.samples ?? samples;
  const encoder = codec.encoder(length);
  const decoder = codec.decoder(Math.ceil(length / codec.hop));
  return {
    root: group('', [encoder, decoder]),
    layers: codec.layers,
    unit: 'second',
    plan: ({ batch }) => {
      const shape = { sequences: batch * pieces, query: 1, context: 1 };
      return [
        { name: 'encode', repeats: 1, root: encoder, shape },
        { name: 'audio-decode', repeats: 1, root: decoder, shape },
      ];
    },
    units: ({ batch }) => batch * SECONDS,
  };
};
