import { layerNorm, residual } from '../encoder/parts';
import { attention } from '../graph/attention';
import { linear } from '../graph/linear';
import { group, leaf, type ModuleNode } from '../graph/node';
import { stored } from '../graph/stored';
import { positions, within } from '../graph/within';
import { conv, resnetBlock } from '../diffusion/resnet';
import type { Resolution } from '../vision/image';

/** The encoder half of a VQ-GAN, which turns an image into words of a codebook (arXiv:2012.09841). */
export interface VqTokenizer {
  readonly in: number;
  /** Channels of each level, from the pixels inwards; each further level halves rows and columns. */
  readonly channels: readonly number[];
  readonly first: number;
  readonly resnets: number;
  /** Levels whose residual blocks are each followed by attention. */
  readonly attends: readonly boolean[];
  readonly middleAttends: boolean;
  readonly latent: number;
  /** Words of the codebook, and the width of each. */
  readonly codes: number;
  readonly codeWidth: number;
  readonly image: Resolution;
}

const halved = ({ height, width }: Resolution, times: number): Resolution => ({
  height: Math.floor(height / 2 ** times),
  width: Math.floor(width / 2 ** times),
});

const on = (grid: Resolution, children: readonly ModuleNode[]): ModuleNode =>
  within(group('', children), positions(grid.height * grid.width));

/** One head over all positions of a feature map. */
const mapAttention = (name: string, channels: number): ModuleNode =>
  group(name, [
    layerNorm('norm', channels),
    ...['q', 'k', 'v'].map((which) => conv(which, channels, channels, [1, 1])),
    leaf('sdpa', attention({ heads: 1, kvHeads: 1, headDim: channels, causal: false, cached: false })),
    conv('proj_out', channels, channels, [1, 1]),
    residual(channels, 1),
  ]);

/** Words that an image becomes. */
export const vqTokens = (spec: VqTokenizer, resolution: Resolution = spec.image): number => {
  const { height, width } = halved(resolution, spec.channels.length - 1);
  return height * width;
};

/** The tokenizer for images of a size: convolutions down to the latent, then the distance to every word. */
export const vqTokenizer = (
  name: string,
  spec: VqTokenizer,
  resolution: Resolution = spec.image,
): ModuleNode => {
  const last = spec.channels.length - 1;
  const deepest = spec.channels[last] ?? spec.first;
  const bottom = halved(resolution, last);
  return group(name, [
    group('encoder', [
      on(resolution, [conv('conv_in', spec.in, spec.first, [3, 3])]),
      ...spec.channels.map((width, i) =>
        group(`down.${i}`, [
          on(
            halved(resolution, i),
            Array.from({ length: spec.resnets }, (_, j) => [
              resnetBlock(`block.${j}`, {
                in: j === 0 ? (spec.channels[i - 1] ?? spec.first) : width,
                out: width,
              }),
              ...(spec.attends[i] === true ? [mapAttention(`attn.${j}`, width)] : []),
            ]).flat(),
          ),
          ...(i === last
            ? []
            : [on(halved(resolution, i + 1), [conv('downsample.conv', width, width, [3, 3], 2)])]),
        ]),
      ),
      on(bottom, [
        resnetBlock('mid.block_1', { in: deepest, out: deepest }),
        ...(spec.middleAttends ? [mapAttention('mid.attn_1', deepest)] : []),
        resnetBlock('mid.block_2', { in: deepest, out: deepest }),
        layerNorm('norm_out', deepest),
        conv('conv_out', deepest, spec.latent, [3, 3]),
      ]),
    ]),
    on(bottom, [
      conv('quant_conv', spec.latent, spec.codeWidth, [1, 1]),
      leaf('quantize.embedding', linear({ in: spec.codeWidth, out: spec.codes, plain: true })),
    ]),
    // Leads back from the codebook; only a decoder would use it.
    leaf('post_quant_conv', stored(spec.codeWidth * spec.latent + spec.latent)),
  ]);
};
