import { decoder } from '../decoder/architecture';
import type { Head } from '../decoder/spec';
import { encoderLayer } from '../encoder/layer';
import { dense, layerNorm, parameter, patchEmbedding } from '../encoder/parts';
import type { Fields } from '../fields';
import { group, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { readTowerHeads } from '../vision/config';
import { readClass, type Resolution } from '../vision/image';
import { visionLanguage, type VisionTower } from '../vision-language/architecture';
import { textFields } from '../vision-language/text';
import { readVisionConfig } from '../vision-language/tower';
import { latentSpec } from './deepseek';
import type { Family } from './family';

/** MoonViT: a vision transformer for any image size, with a learned position grid that it resizes. */
const moonVit = (fields: Fields, out: number, normed?: number): VisionTower => {
  const width = fields.optionalCount(['vt_hidden_size', 'hidden_size']) ?? 1152;
  const layers = fields.optionalCount(['vt_num_hidden_layers', 'num_hidden_layers']) ?? 27;
  const heads = readTowerHeads(fields, width, ['vt_num_attention_heads', 'num_attention_heads'], 16);
  const patch = fields.optionalCount('patch_size') ?? 14;
  const rows =
    (fields.optionalCount(['init_pos_emb_height', 'pos_emb_height']) ?? 64) *
    (fields.optionalCount(['init_pos_emb_width', 'pos_emb_width']) ?? 64);
  const [high = 2, wide = 2] = fields.counts('merge_kernel_size') ?? [];
  const merged = width * high * wide;
  const build = ({ height, width: across }: Resolution = { height: 896, width: 896 }): ModuleNode => {
    const count = Math.ceil(height / patch / high) * high * (Math.ceil(across / patch / wide) * wide);
    return group('', [
      within(
        group('vision_tower', [
          patchEmbedding('patch_embed.proj', 3, width, [patch, patch]),
          parameter('patch_embed.pos_emb', rows * width, { width }),
          group(
            'layers',
            encoderLayer({
              width,
              norms: ['norm1', 'norm2'],
              attention: {
                name: 'attn',
                names: { query: 'q_proj', key: 'k_proj', value: 'v_proj', out: 'proj' },
                ...heads,
                rotary: true,
              },
              ffn: {
                name: 'mlp',
                inner: fields.optionalCount(['vt_intermediate_size', 'intermediate_size']) ?? 4304,
              },
            }),
            layers,
          ),
          layerNorm('final_layernorm', width),
          layerNorm('mm_projector.pre_norm', normed ?? width),
        ]),
        positions(count),
      ),
      within(
        group('mm_projector', [dense('in_proj', merged, merged), dense('out_proj', merged, out)]),
        positions(count / (high * wide)),
      ),
    ]);
  };
  return { build, layers };
};

const headOf = (fields: Fields): Head => ({
  kind: 'language',
  tied: fields.flag('tie_word_embeddings', true),
  bias: false,
});

/**
 * Kimi K2.5: DeepSeek-V3's layers and MoonViT. Configs of remote code name a class that transformers does not have;
 * like transformers' own `Kimi_K25Model`, the trunk is counted, without a head.
 */
export const kimiVl: Family = {
  id: 'kimi-vl',
  modelTypes: ['kimi_k25'],
  read: (fields) => {
    const spec = latentSpec(textFields(fields, 'kimi_k2'));
    const own = readClass(fields, 'Kimi_K25Model') === 'Kimi_K25ForConditionalGeneration';
    return visionLanguage(
      decoder(own ? { ...spec, head: headOf(fields) } : { ...spec, head: { kind: 'none' } }),
      moonVit(
        readVisionConfig(fields),
        spec.hidden,
        own ? fields.optionalCount('projection_hidden_size') : undefined,
      ),
    );
  },
};
