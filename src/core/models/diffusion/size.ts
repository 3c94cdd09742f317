import type { Assumption } from '../../units/provenance';
import type { Run } from '../model';
import type { Codec, Compression, Denoiser, Latent } from './component';

/** What has a latent of its own: a denoiser, an autoencoder. */
type Part = Pick<Denoiser, 'latent' | 'compression'> & Pick<Codec, 'ofVideo'>;

/** The latent of a run: of the pixels and frames it asks for, else the model's own. */
export const latentOf = (
  own: Latent,
  { space, time }: Compression,
  { resolution, frames }: Pick<Run, 'resolution' | 'frames'>,
): Latent => ({
  height: resolution === undefined ? own.height : Math.ceil(resolution.height / space),
  width: resolution === undefined ? own.width : Math.ceil(resolution.width / space),
  // Causal video autoencoders keep the first frame and fold the rest.
  frames: frames === undefined ? own.frames : time === 1 ? frames : Math.floor((frames - 1) / time) + 1,
});

/** Frames of the video that a part was made for; undefined where it is images. */
export const ownFrames = ({
  latent: { frames },
  compression: { time },
  ofVideo,
}: Part): number | undefined => {
  if (time !== 1) return (frames - 1) * time + 1;
  return frames === 1 && ofVideo !== true ? undefined : frames;
};

/** The same as what a run has where it does not say. */
export const framesOf = (part: Part): Pick<Run, 'frames'> => {
  const frames = ownFrames(part);
  return frames === undefined ? {} : { frames };
};

/** The latent of a run; that of an image has no frames, whatever the run says. */
export const latentIn = (part: Part, { resolution, frames }: Pick<Run, 'resolution' | 'frames'>): Latent =>
  latentOf(part.latent, part.compression, {
    ...(resolution === undefined ? {} : { resolution }),
    ...(frames === undefined || ownFrames(part) === undefined ? {} : { frames }),
  });

const GIVEN = 'given by the user';

/** Pixels and frames that a part works on in a run, and the latent they are. */
export const sizeOf = (part: Part, run: Pick<Run, 'resolution' | 'frames'>): readonly Assumption[] => {
  const { height, width, frames } = latentIn(part, run);
  const { space, time } = part.compression;
  const own = ownFrames(part);
  const latent = `${height} × ${width} positions of ${space} × ${space} pixels`;
  return [
    {
      id: 'run.pixels',
      value: `${height * space} × ${width * space}`,
      unit: 'pixels',
      source: run.resolution === undefined ? 'computed from the config, the size it was made for' : GIVEN,
      note: latent,
    },
    ...(own === undefined
      ? []
      : [
          {
            id: 'run.frames',
            value: run.frames ?? own,
            unit: 'frames',
            source: run.frames === undefined ? 'computed from the config, the length it was made for' : GIVEN,
            note: `${frames} latent, of ${time} each`,
          },
        ]),
  ];
};

/** @param own Steps where the run says none, and where that is from. */
export const stepsOf = (
  run: Pick<Run, 'steps'>,
  own: { readonly steps: number; readonly source: string },
): Assumption => ({
  id: 'run.steps',
  value: run.steps ?? own.steps,
  unit: 'denoising steps',
  source: run.steps === undefined ? own.source : GIVEN,
});
