import { convolution } from '../graph/convolution';
import type { Fields } from '../fields';
import { leaf, type ModuleNode } from '../graph/node';
import type { Resolution } from '../vision/image';

/** Pixels on a side of what one output vector stands for: more than any tower has. */
const MOST_SIDE = 4096;

/** Pixels on a side of the patches that become one vector. @throws Problem where they are more than any tower has. */
export const mergedSide = (fields: Fields, patch: number, merge: number): number =>
  patch * merge <= MOST_SIDE
    ? patch * merge
    : fields.fail(
        'patch_size',
        `patches of ${patch} pixels merged by ${merge}; expected at most ${MOST_SIDE} pixels`,
      );

/** An image scaled to whole merged patches, at least one each way. */
export const toMergedPatches = ({ height, width }: Resolution, side: number): Resolution => ({
  height: Math.max(1, Math.round(height / side)) * side,
  width: Math.max(1, Math.round(width / side)) * side,
});

/** Patches over several frames become vectors. */
export const framePatches = (spec: {
  readonly channels: number;
  readonly width: number;
  readonly frames: number;
  readonly patch: number;
  readonly bias: boolean;
}): ModuleNode => {
  const kernel = [spec.frames, spec.patch, spec.patch];
  return leaf(
    'patch_embed.proj',
    convolution({ in: spec.channels, out: spec.width, kernel, stride: kernel, bias: spec.bias }),
  );
};
