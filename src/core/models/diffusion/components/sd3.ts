import { attentionBlock } from '../../encoder/attention';
import { dense, patchEmbedding } from '../../encoder/parts';
import { group, type ModuleNode } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { modulation, stepEmbedding } from '../adaptive';
import { together } from '../component';
import { jointBlock, type JointTokens, MMDIT_NAMES } from '../joint';
import { DIFFUSERS_ATTENTION } from '../transformer';
import { type ComponentClass, readSample, refuseTexts, readBlocks } from './component';

interface Kind {
  readonly dual: boolean;
  readonly last: boolean;
}

/** Neighbouring layers of one kind, with how many there are. */
const runs = (kinds: readonly Kind[]): readonly (Kind & { readonly count: number })[] => {
  const found: (Kind & { count: number })[] = [];
  for (const kind of kinds) {
    const before = found.at(-1);
    if (before !== undefined && before.dual === kind.dual && before.last === kind.last) before.count++;
    else found.push({ ...kind, count: 1 });
  }
  return found;
};

/** Stable Diffusion 3 and 3.5 (arXiv:2403.03206); 3.5 Medium has a second self-attention in its first layers. */
export const sd3: ComponentClass = {
  id: 'sd3',
  classNames: ['SD3Transformer2DModel'],
  read: (fields) => {
    refuseTexts(fields, { qk_norm: ['rms_norm'] });
    const heads = fields.optionalCount('num_attention_heads') ?? 18;
    const headDim = fields.optionalCount('attention_head_dim') ?? 64;
    const width = heads * headDim;
    const patch = fields.optionalCount('patch_size') ?? 2;
    const input = fields.optionalCount('in_channels') ?? 16;
    const output = fields.optionalCount('out_channels') ?? input;
    const text = fields.optionalCount('joint_attention_dim') ?? 4096;
    const layers = readBlocks(fields, 'num_layers', 18);
    const qkNorm = fields.optionalText('qk_norm') !== undefined;
    const dual = new Set(fields.numbers('dual_attention_layers') ?? []);
    const caption = fields.optionalCount('caption_projection_dim') ?? 1152;
    if (caption !== width) {
      fields.fail(
        'caption_projection_dim',
        `caption_projection_dim is ${caption}; expected ${width}, which is num_attention_heads × attention_head_dim`,
      );
    }
    const embedding = stepEmbedding('time_text_embed', width, {
      pooledText: fields.optionalCount('pooled_projection_dim') ?? 2048,
    });
    const kinds = runs(
      Array.from({ length: layers }, (_, i) => ({ dual: dual.has(i), last: i === layers - 1 })),
    );
    const block = (kind: Kind, tokens: JointTokens): readonly ModuleNode[] => [
      ...jointBlock({ width, heads, headDim, bias: true, qkNorm, tokens, textEnds: kind.last }, MMDIT_NAMES),
      ...(kind.dual
        ? [
            modulation('norm1.linear', width, 3, { bias: true }),
            within(
              attentionBlock({
                name: 'attn2',
                names: DIFFUSERS_ATTENTION,
                width,
                heads,
                headDim,
                ...(qkNorm ? { qkNorm: { over: 'head', weights: 'scale' } } : {}),
              }),
              positions(tokens.image),
            ),
          ]
        : []),
    ];
    return {
      part: 'denoiser',
      build: (latent, textTokens) => {
        const tokens = {
          image: Math.floor(latent.height / patch) * Math.floor(latent.width / patch),
          text: textTokens,
        };
        const image = positions(tokens.image);
        return together([
          within(patchEmbedding('pos_embed.proj', input, width, [patch, patch]), image),
          embedding,
          within(dense('context_embedder', text, width), positions(textTokens)),
          ...kinds.map((kind) => group('transformer_blocks', block(kind, tokens), kind.count)),
          modulation('norm_out.linear', width, 2),
          within(dense('proj_out', width, patch * patch * output), image),
        ]);
      },
      layers,
      latent: { ...readSample(fields, 128), frames: 1 },
      textTokens: 333,
      compression: { space: 8, time: 1 },
    };
  },
};
