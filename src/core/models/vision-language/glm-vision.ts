import { attentionBlock } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, layerNorm, parameter, residual, rmsNorm } from '../encoder/parts';
import type { Fields } from '../fields';
import { convolution } from '../graph/convolution';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { readTowerHeads } from '../vision/config';
import { patches, readResolution, type Resolution } from '../vision/image';
import type { VisionTower } from './architecture';
import { framePatches, mergedSide, toMergedPatches } from './merged-patches';

/**
 * The vision tower of GLM-4.1V, 4.5V and 4.6V (arXiv:2507.01006): patches over two frames, RMSNorm, gated feed-forward
 * as wide as what comes out, then a strided convolution that folds patches and a gated projector.
 */
export const readGlmVision = (fields: Fields): VisionTower => {
  const width = fields.optionalCount('hidden_size') ?? 1536;
  const layers = fields.optionalCount('depth') ?? 24;
  const { heads, headDim } = readTowerHeads(fields, width, 'num_heads', 12);
  const patch = fields.optionalCount('patch_size') ?? 14;
  const frames = fields.optionalCount('temporal_patch_size') ?? 2;
  const channels = fields.optionalCount('in_channels') ?? 3;
  const merge = fields.optionalCount('spatial_merge_size') ?? 2;
  const out = fields.optionalCount('out_hidden_size') ?? 4096;
  const inner = fields.optionalCount('intermediate_size') ?? 13_696;
  const bias = fields.flag('attention_bias', false);
  const own = readResolution(fields, 'image_size', 336);
  const rows = patches(own, patch);
  const side = mergedSide(fields, patch, merge);
  const block = [
    rmsNorm('norm1', width),
    rmsNorm('norm2', width),
    attentionBlock({
      name: 'attn',
      names: { query: 'q', key: 'k', value: 'v', out: 'proj' },
      fused: 'qkv',
      width,
      heads,
      headDim,
      bias,
      outBias: false,
      rotary: true,
    }),
    feedForward({
      name: 'mlp',
      width,
      inner: out,
      gate: 'gate_proj',
      up: 'up_proj',
      down: 'down_proj',
      bias: false,
    }),
    residual(width),
  ];
  const build = (given: Resolution = own): ModuleNode => {
    const resolution = toMergedPatches(given, side);
    const count = patches(resolution, patch);
    const all = positions(count);
    const folded = positions(count / merge ** 2);
    return group('model.visual', [
      within(framePatches({ channels, width, frames, patch, bias: true }), all),
      within(rmsNorm('post_conv_layernorm', width), all),
      within(parameter('embeddings.position_embedding', rows * width, { width }), all),
      within(group('blocks', block, layers), all),
      within(rmsNorm('post_layernorm', width), all),
      within(
        group('', [
          leaf('downsample', convolution({ in: width, out, kernel: [merge, merge], stride: [merge, merge] })),
          dense('merger.proj', out, out, { bias: false }),
          layerNorm('merger.post_projection_norm', out),
          feedForward({
            name: 'merger',
            width: out,
            inner,
            gate: 'gate_proj',
            up: 'up_proj',
            down: 'down_proj',
            bias: false,
          }),
        ]),
        folded,
      ),
    ]);
  };
  return { build, layers };
};
