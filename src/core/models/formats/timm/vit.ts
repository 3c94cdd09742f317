import { dense, layerNorm } from '../../encoder/parts';
import type { ModuleNode } from '../../graph/node';
import { patches, type Resolution } from '../../vision/image';
import { attentionPool } from '../../vision/siglip';
import { visionTransformer, type VisionTransformer } from '../../vision/vit';
import type { Entry } from './entry';

/** What comes after the layers: a norm, a pool, the norm again where the mean is taken, and the classifiers. */
const head = (entry: Entry, classes: number, tokens: number): Pick<VisionTransformer, 'after' | 'pooled'> => {
  const width = entry.number('width');
  const heads = entry.number('heads');
  const pool = entry.text('pool');
  const classifiers = classes === 0 ? 0 : (entry.optionalNumber('classifiers') ?? 1);
  const norm = layerNorm('norm', width);
  return {
    after: pool === 'mean' ? [] : [norm],
    pooled: [
      ...(pool === 'mean' ? [layerNorm('fc_norm', width)] : []),
      ...(pool === 'attention'
        ? [attentionPool({ width, heads, headDim: width / heads, inner: entry.number('inner'), tokens })]
        : []),
      ...Array.from({ length: classifiers }, (_, i) =>
        dense(i === 0 ? 'head' : 'head_dist', width, classes, { fields: ['num_classes'] }),
      ),
    ],
  };
};

/** timm's vision transformers, of which ViT, DeiT, DeiT III, CLIP's, SigLIP's and DINOv2's towers are kinds. */
export const vitTree = (entry: Entry, classes: number, image: Resolution): ModuleNode => {
  const width = entry.number('width');
  const heads = entry.number('heads');
  const patch = entry.number('patch');
  const side = entry.number('image');
  const inner = entry.number('inner');
  const registers = entry.optionalNumber('registers') ?? 0;
  const tokens = (entry.optionalNumber('tokens') ?? 1) + registers;
  const spec: VisionTransformer = {
    name: '',
    width,
    image: { height: side, width: side },
    embeddingsName: '',
    patch: { size: patch, channels: 3, bias: entry.flag('patchBias', true), name: 'patch_embed.proj' },
    tokens: tokens === 0 ? [] : [{ name: 'tokens', count: tokens }],
    ...(entry.number('positions') === 0
      ? {}
      : { positionTable: { name: 'pos_embed', rows: entry.number('positions') } }),
    before: entry.flag('preNorm') ? [layerNorm('norm_pre', width)] : [],
    layersName: 'blocks',
    layers: entry.number('layers'),
    layer: {
      width,
      norms: ['norm1', 'norm2'],
      attention: {
        name: 'attn',
        names: { query: 'q', key: 'k', value: 'v', out: 'proj' },
        fused: 'qkv',
        heads,
        headDim: width / heads,
      },
      ffn: entry.flag('gated') ? { name: 'mlp', inner: inner / 2, gateFused: true } : { name: 'mlp', inner },
      layerScales: entry.flag('layerScale') ? ['ls1', 'ls2'] : [],
    },
    ...head(entry, classes, patches(image, patch) + tokens),
  };
  return visionTransformer(spec, image);
};
