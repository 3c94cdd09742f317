import { decoder } from '../decoder/architecture';
import type { CompressedAttentionPart, Compressor } from '../decoder/parts/compressed';
import { layersByKind, readHead, readLayers } from '../decoder/read';
import type { Fields } from '../fields';
import { linear } from '../graph/linear';
import { group, leaf, type ModuleNode } from '../graph/node';
import { weights } from '../graph/weights';
import { deepseekExperts } from './deepseek';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';

/** Compression below this is fine-grained: its windows overlap, and an indexer picks from it. */
const COARSE = 64;

/** Mixes the parallel residual streams: weights to collapse, to place and to combine them, one scale for each. */
const hyperConnection = (name: string, hidden: number, streams: number): ModuleNode => {
  const mixed = (2 + streams) * streams;
  return group(name, [
    leaf('fn', linear({ in: streams * hidden, out: mixed, plain: true, parallel: 'replicated' })),
    leaf('base', weights({ parameters: mixed + 3 })),
  ]);
};

const compressor = (fields: Fields, ratio: number): Compressor =>
  ratio >= COARSE
    ? { ratio, overlapping: false }
    : {
        ratio,
        overlapping: true,
        indexer: {
          heads: fields.count('index_n_heads'),
          dim: fields.count('index_head_dim'),
          selected: fields.count('index_topk'),
        },
      };

const attention = (fields: Fields, ratio: number): CompressedAttentionPart => ({
  kind: 'compressed',
  heads: fields.count('num_attention_heads'),
  headDim: fields.count('head_dim'),
  queryRank: fields.count('q_lora_rank'),
  outGroups: fields.count('o_groups'),
  outRank: fields.count('o_lora_rank'),
  window: fields.count('sliding_window'),
  ...(ratio === 0 ? {} : { compressor: compressor(fields, ratio) }),
});

/** A compression per layer; those after the last layer belong to layers that predict further tokens. */
const readRatios = (fields: Fields, layers: number): readonly number[] => {
  const ratios = fields.list<number>('compress_ratios', 'number') ?? [];
  if (ratios.length < layers) {
    fields.fail(
      'compress_ratios',
      `compress_ratios has ${ratios.length} entries; expected one per layer, of which there are ${layers}`,
    );
  }
  return ratios.slice(0, layers);
};

/** DeepSeek-V4: compressed attention, parallel residual streams, experts in every layer (DeepSeek, 2026). */
export const deepseekV4: Family = {
  id: 'deepseek-v4',
  modelTypes: ['deepseek_v4'],
  read: (fields) => {
    const hidden = fields.count('hidden_size');
    const streams = fields.count('hc_mult');
    const kinds = readRatios(fields, readLayers(fields)).map((ratio) => `compressed-${ratio}` as const);
    const ffn = deepseekExperts(fields);
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden,
      layers: layersByKind(kinds, (kind) => ({
        norms: ['input_layernorm', 'post_attention_layernorm'],
        mixer: attention(fields, Number(kind.split('-')[1])),
        ffn,
        beside: [hyperConnection('attn_hc', hidden, streams), hyperConnection('ffn_hc', hidden, streams)],
      })),
      norm: 'scale',
      rotary: true,
      head: readHead(fields, { tied: false, bias: false }),
      beside: [
        group('model.hc_head', [
          leaf('hc_fn', linear({ in: streams * hidden, out: streams, plain: true, parallel: 'replicated' })),
          leaf('hc_base', weights({ parameters: streams + 1 })),
        ]),
      ],
      names: LLAMA_NAMES,
    });
  },
};
