import { attentionBlock } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, layerNorm, parameter, residual, rmsNorm } from '../encoder/parts';
import type { Fields } from '../fields';
import { group, type ModuleNode } from '../graph/node';
import { positions, split, within } from '../graph/within';
import { readTowerHeads } from '../vision/config';
import type { Resolution } from '../vision/image';
import type { VisionTower } from './architecture';
import { framePatches, mergedSide, toMergedPatches } from './merged-patches';

/** Which of Qwen's vision towers: they differ in norms, feed-forward, windows and what follows. */
export type QwenGeneration = 'qwen2' | 'qwen2.5' | 'qwen3';

interface QwenVision {
  readonly generation: QwenGeneration;
  readonly width: number;
  readonly out: number;
  readonly layers: number;
  readonly heads: number;
  readonly headDim: number;
  readonly inner: number;
  readonly channels: number;
  readonly patch: number;
  readonly frames: number;
  /** Patches per side that one vector of the output stands for. */
  readonly merge: number;
  readonly positionRows?: number;
  /** Patches per side of an attention window, and how many layers see the whole image. */
  readonly window?: { readonly side: number; readonly fullLayers: number };
  /** Outputs of middle layers that are merged too and added to the text's first layers. */
  readonly deepstack: number;
}

const readSpec = (fields: Fields, generation: QwenGeneration, deepstack: readonly number[]): QwenVision => {
  const second = generation === 'qwen2';
  const third = generation === 'qwen3';
  const width =
    fields.optionalCount(second ? 'embed_dim' : 'hidden_size') ?? (third ? 1152 : second ? 1280 : 3584);
  const patch = fields.optionalCount(['patch_size', 'spatial_patch_size']) ?? (third ? 16 : 14);
  const layers = fields.optionalCount('depth') ?? (third ? 27 : 32);
  const full = fields.numbers('fullatt_block_indexes') ?? [7, 15, 23, 31];
  const merge = fields.optionalCount('spatial_merge_size') ?? 2;
  return {
    generation,
    width,
    layers,
    patch,
    merge,
    out: fields.optionalCount(second ? 'hidden_size' : 'out_hidden_size') ?? 3584,
    ...readTowerHeads(fields, width, 'num_heads', 16),
    inner: second
      ? Math.floor(width * (fields.optionalNumber('mlp_ratio') ?? 4))
      : (fields.optionalCount('intermediate_size') ?? (third ? 4304 : 3420)),
    channels: fields.optionalCount(['in_channels', 'in_chans']) ?? 3,
    frames: fields.optionalCount('temporal_patch_size') ?? 2,
    ...(third ? { positionRows: fields.optionalCount('num_position_embeddings') ?? 2304 } : {}),
    ...(generation === 'qwen2.5'
      ? {
          window: {
            side: Math.floor((fields.optionalCount('window_size') ?? 112) / patch / merge) * merge,
            fullLayers: full.filter((layer) => layer < layers).length,
          },
        }
      : {}),
    deepstack: third ? (fields.numbers('deepstack_visual_indexes') ?? deepstack).length : 0,
  };
};

const merger = (
  spec: QwenVision,
  name: string,
  options: { readonly normAfterMerge: boolean },
  patches: number,
): ModuleNode => {
  const { generation, width, merge, out } = spec;
  const merged = width * merge * merge;
  const fold = positions(patches / merge ** 2);
  const normed = generation === 'qwen2.5' ? rmsNorm : layerNorm;
  const [norm, first, second] =
    generation === 'qwen3' ? ['norm', 'linear_fc1', 'linear_fc2'] : ['ln_q', 'mlp.0', 'mlp.2'];
  return group(name, [
    within(
      normed(norm ?? '', options.normAfterMerge ? merged : width),
      options.normAfterMerge ? fold : positions(patches),
    ),
    within(dense(first ?? '', merged, merged), fold),
    within(dense(second ?? '', merged, out), fold),
  ]);
};

const blocks = (spec: QwenVision, count: number, resolution: Resolution, windowed: boolean): ModuleNode => {
  const { generation, width, heads, headDim, patch, window } = spec;
  const normed = generation === 'qwen2.5' ? rmsNorm : layerNorm;
  const rows = Math.floor(resolution.height / patch);
  const columns = Math.floor(resolution.width / patch);
  const side = window?.side ?? 1;
  const shape = windowed
    ? split(
        Math.ceil(rows / side) * Math.ceil(columns / side),
        Math.min(side, rows) * Math.min(side, columns),
      )
    : undefined;
  return group(
    'blocks',
    [
      normed('norm1', width),
      normed('norm2', width),
      attentionBlock({
        name: 'attn',
        names: { query: 'q', key: 'k', value: 'v', out: 'proj' },
        fused: 'qkv',
        width,
        heads,
        headDim,
        rotary: true,
        // A window holds its own keys; a partial one at the edge is counted as whole.
        ...(shape === undefined ? {} : { shape: (pass) => shape({ ...pass, query: 1, context: 1 }) }),
      }),
      feedForward({
        name: 'mlp',
        width,
        inner: spec.inner,
        ...(generation === 'qwen2.5'
          ? { gate: 'gate_proj', up: 'up_proj', down: 'down_proj' }
          : generation === 'qwen3'
            ? { up: 'linear_fc1', down: 'linear_fc2' }
            : {}),
      }),
      residual(width),
    ],
    count,
  );
};

/** The vision tower of Qwen2-VL, 2.5-VL and 3-VL (arXiv:2409.12191, arXiv:2502.13923, arXiv:2511.21631), any image size. */
export const readQwenVision = (
  fields: Fields,
  generation: QwenGeneration,
  deepstack: readonly number[] = [],
): VisionTower => {
  const spec = readSpec(fields, generation, deepstack);
  const { width, patch, merge, window } = spec;
  const side = mergedSide(fields, patch, merge);
  const build = (given: Resolution = { height: 32 * side, width: 32 * side }): ModuleNode => {
    const resolution = toMergedPatches(given, side);
    const patches = (resolution.height / patch) * (resolution.width / patch);
    const all = positions(patches);
    const windowed = window === undefined ? 0 : spec.layers - window.fullLayers;
    return group('model.visual', [
      within(framePatches({ ...spec, bias: generation === 'qwen3' }), all),
      ...(spec.positionRows === undefined
        ? []
        : [within(parameter('pos_embed', spec.positionRows * width, { width }), all)]),
      within(blocks(spec, spec.layers - windowed, resolution, false), all),
      ...(windowed === 0 ? [] : [within(blocks(spec, windowed, resolution, true), all)]),
      merger(spec, 'merger', { normAfterMerge: false }, patches),
      ...Array.from({ length: spec.deepstack }, (_, i) =>
        merger(spec, `deepstack_merger_list.${i}`, { normAfterMerge: true }, patches),
      ),
    ]);
  };
  return { build, layers: spec.layers };
};
