import type { Architecture } from '../architecture';
import { group, type ModuleNode } from '../graph/node';
import { framesOf, latentIn, sizeOf, stepsOf } from './size';

/** A latent image or video: what a denoiser works on and an autoencoder unpacks. */
export interface Latent {
  readonly height: number;
  readonly width: number;
  /** Latent frames; 1 for an image. */
  readonly frames: number;
}

/** How many pixels and frames one latent position stands for. */
export interface Compression {
  readonly space: number;
  readonly time: number;
}

/** The part of a pipeline that is run once per step. */
export interface Denoiser {
  readonly part: 'denoiser';
  /** Module tree for a latent and a prompt of some tokens. */
  build(latent: Latent, textTokens: number): ModuleNode;
  readonly layers: number;
  /** What the model was made for. */
  readonly latent: Latent;
  readonly textTokens: number;
  /** Each frame has its own copy of the prompt, so its keys and values are computed per frame. */
  readonly textPerFrame?: boolean;
  /** Of the autoencoder it was trained with. */
  readonly compression: Compression;
}

/** The autoencoder of a pipeline: pixels to latents and back. */
export interface Codec {
  readonly part: 'codec';
  /** Encoder, decoder and what lies between, for their weights. */
  readonly root: ModuleNode;
  /** The way from a latent to pixels, in the tree's own spelling. */
  decoder(latent: Latent): ModuleNode;
  readonly layers: number;
  readonly latent: Latent;
  readonly compression: Compression;
  /** It unpacks videos frame by frame, of a length that its config does not tell. */
  readonly ofVideo?: true;
}

/** One denoising step, as often as the run says; once where it does not. */
export const denoiserModel = (denoiser: Denoiser): Architecture => {
  const { textTokens, layers } = denoiser;
  return {
    root: denoiser.build(denoiser.latent, textTokens),
    layers,
    unit: 'step',
    own: { steps: 1, ...framesOf(denoiser) },
    size: (run) => [
      ...sizeOf(denoiser, run),
      stepsOf(run, { steps: 1, source: 'chosen: a denoiser by itself is counted by the step' }),
      {
        id: 'run.text',
        value: textTokens,
        unit: 'tokens of the prompt',
        source: 'computed from the config, or what prompts are padded to',
      },
    ],
    plan: (run) => {
      const latent = latentIn(denoiser, run);
      const copies = denoiser.textPerFrame === true ? latent.frames : 1;
      const text = { sequences: run.batch * copies, query: textTokens, context: textTokens };
      return [
        {
          name: 'denoise',
          repeats: run.steps ?? 1,
          root: denoiser.build(latent, textTokens),
          shape: { sequences: run.batch, query: 1, context: 1 },
          streams: { text },
        },
      ];
    },
    units: ({ batch, steps }) => batch * (steps ?? 1),
  };
};

/** One decoding of a latent. */
export const codecModel = (codec: Codec): Architecture => ({
  root: codec.root,
  layers: codec.layers,
  unit: 'image',
  own: framesOf(codec),
  size: (run) => sizeOf(codec, run),
  plan: (run) => [
    {
      name: 'image-decode',
      repeats: 1,
      root: codec.decoder(latentIn(codec, run)),
      shape: { sequences: run.batch, query: 1, context: 1 },
    },
  ],
  units: ({ batch }) => batch,
});

/** Modules without a prefix of their own. */
export const together = (children: readonly ModuleNode[]): ModuleNode => group('', children);
