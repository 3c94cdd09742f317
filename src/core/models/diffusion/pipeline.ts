import type { Architecture } from '../architecture';
import { group, type ModuleNode } from '../graph/node';
import type { PhasePlan, Run } from '../model';
import type { Codec, Denoiser } from './component';
import { framesOf, latentIn, latentOf, ownFrames, sizeOf, stepsOf } from './size';

/** How a pipeline runs when it is told nothing. */
export interface Schedule {
  readonly steps: number;
  /** Where it is from. */
  readonly source: string;
  /** Passes of the denoiser per step: two where a second prompt guides the first. */
  readonly passes: number;
  /** Tokens that prompts are padded to. */
  readonly text: number;
  /** Tokens that reach the denoiser where several encoders' states stand side by side. */
  readonly joint?: number;
  /** Of a video. */
  readonly framesPerSecond?: number;
}

export interface Pipeline {
  readonly encoders: readonly { readonly name: string; readonly architecture: Architecture }[];
  readonly denoiser: { readonly name: string; readonly part: Denoiser };
  readonly codec?: { readonly name: string; readonly part: Codec };
  readonly schedule: Schedule;
}

/** Pixels and frames that a run asks for, else those of the denoiser's own latent. */
const outputOf = ({ part }: Pipeline['denoiser'], run: Run): Required<Pick<Run, 'resolution' | 'frames'>> => {
  const { space } = part.compression;
  const frames = ownFrames(part);
  return {
    resolution: run.resolution ?? { height: part.latent.height * space, width: part.latent.width * space },
    frames: frames === undefined ? 1 : (run.frames ?? frames),
  };
};

/** Every prompt, and as many to guide it, or the image to begin with, through every encoder once. */
const encodePrompts = (pipeline: Pipeline, run: Run): readonly PhasePlan[] =>
  pipeline.encoders.flatMap(({ name, architecture }): readonly PhasePlan[] => {
    // An image that becomes a video has nothing beside it that guides.
    const image = architecture.unit === 'image';
    const batch = image ? run.batch : run.batch * pipeline.schedule.passes;
    const [first] = architecture.plan({ batch, input: pipeline.schedule.text, output: 1 });
    return first === undefined
      ? []
      : [{ ...first, name: image ? 'encode' : 'text-encode', repeats: 1, root: group(name, [first.root]) }];
  });

/**
 * From a prompt to pixels: the text encoders once, the denoiser once per step and guidance, the decoder once
 * (arXiv:2112.10752). Sequence lengths differ per block; each operator's shape has its own.
 */
export const pipelineModel = (pipeline: Pipeline): Architecture => {
  const { encoders, denoiser, codec, schedule } = pipeline;
  const { part } = denoiser;
  const tokens = schedule.joint ?? schedule.text;
  const root = group('', [
    ...encoders.map(({ name, architecture }) => group(name, [architecture.root])),
    group(denoiser.name, [part.build(part.latent, tokens)]),
    ...(codec === undefined ? [] : [group(codec.name, [codec.part.root])]),
  ]);
  const decode = (run: Run, named: (node: ModuleNode) => ModuleNode): readonly PhasePlan[] =>
    codec === undefined
      ? []
      : [
          {
            name: 'image-decode',
            repeats: 1,
            root: named(
              codec.part.decoder(
                latentOf(codec.part.latent, codec.part.compression, outputOf(denoiser, run)),
              ),
            ),
            shape: { sequences: run.batch, query: 1, context: 1 },
          },
        ];
  return {
    root,
    layers: part.layers,
    unit: schedule.framesPerSecond === undefined ? 'image' : 'second',
    own: { steps: schedule.steps, ...framesOf(part) },
    size: (run) => [...sizeOf(part, run), stepsOf(run, schedule)],
    plan: (run) => {
      const latent = latentIn(part, run);
      const batch = run.batch * schedule.passes;
      const copies = part.textPerFrame === true ? latent.frames : 1;
      return [
        ...encodePrompts(pipeline, run),
        {
          name: 'denoise',
          repeats: run.steps ?? schedule.steps,
          root: group(denoiser.name, [part.build(latent, tokens)]),
          shape: { sequences: batch, query: 1, context: 1 },
          streams: {
            text: { sequences: batch * copies, query: tokens, context: tokens },
          },
        },
        ...decode(run, (node) => group(codec?.name ?? '', [node])),
      ];
    },
    units: (run) =>
      schedule.framesPerSecond === undefined
        ? run.batch
        : (run.batch * outputOf(denoiser, run).frames) / schedule.framesPerSecond,
  };
};
