import { readHeads, readLabels, readLayers, readLayerTypes } from '../decoder/read';
import { attentionBlock } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, residual, table } from '../encoder/parts';
import { textEncoder } from '../encoder-decoder/architecture';
import type { Fields } from '../fields';
import { group, leaf, type ModuleNode } from '../graph/node';
import { norm } from '../graph/norm';
import type { Pass, StreamShape } from '../graph/primitive';
import { positions, within } from '../graph/within';
import { readClass } from '../vision/image';
import type { Family } from './family';

/** Every third layer sees everything where the config does not say. */
const GLOBAL_EVERY = 3;
const LOCAL = 128;

/** A position sees itself and half of `local_attention` on either side. */
const localShape =
  (local: number) =>
  ({ sequences, query, context }: Pass): StreamShape => ({
    sequences,
    query,
    context: Math.min(context, 2 * Math.floor(local / 2) + 1),
  });

const layerTypes = (fields: Fields, layers: number): readonly string[] => {
  const every = fields.optionalCount('global_attn_every_n_layers') ?? GLOBAL_EVERY;
  return (
    readLayerTypes(fields, layers) ??
    Array.from({ length: layers }, (_, i) => (i % every === 0 ? 'full_attention' : 'sliding_attention'))
  );
};

/** @throws Problem for a class whose head is not known. */
const headNodes = (fields: Fields, width: number, normed: (name: string) => ModuleNode): ModuleNode[] => {
  const className = readClass(fields, 'ModernBertModel');
  const bias = fields.flag('classifier_bias', false);
  const head = [dense('head.dense', width, width, { bias }), normed('head.norm')];
  if (/ForMaskedLM$/.test(className)) {
    return [
      ...head,
      dense('decoder', width, fields.count('vocab_size'), {
        bias: fields.flag('decoder_bias', true),
        tied: fields.flag('tie_word_embeddings', true),
      }),
    ];
  }
  if (/ForTokenClassification$/.test(className))
    return [...head, dense('classifier', width, readLabels(fields))];
  if (/ForSequenceClassification$/.test(className))
    return [...head, dense('classifier', width, readLabels(fields))].map((node) =>
      within(node, positions(1)),
    );
  if (/ForQuestionAnswering$/.test(className)) return [...head, dense('classifier', width, 2)];
  if (/Model$/.test(className)) return [];
  return fields.fail('architectures', `not known: the head of ${className}`);
};

/** ModernBERT (arXiv:2412.13663): rotary positions, gated feed-forward, norms before the parts, local and global layers. */
export const modernBert: Family = {
  id: 'modernbert',
  modelTypes: ['modernbert'],
  read: (fields) => {
    const width = fields.count('hidden_size');
    const layers = readLayers(fields);
    const { heads } = readHeads(fields);
    const inner = fields.count('intermediate_size');
    const weights = fields.flag('norm_bias', false) ? 'scale-shift' : 'scale';
    const normed = (name: string): ModuleNode => leaf(name, norm({ width, weights }));
    const bias = fields.flag('attention_bias', false);
    const local = localShape(fields.optionalCount('local_attention') ?? LOCAL);
    const types = layerTypes(fields, layers);
    const layer = (kind: string, label: string, count: number, first = false): readonly ModuleNode[] =>
      count === 0
        ? []
        : [
            group(
              `model.layers.${label}`,
              [
                ...(first ? [] : [normed('attn_norm')]),
                attentionBlock({
                  name: 'attn',
                  names: { query: 'q', key: 'k', value: 'v', out: 'Wo' },
                  fused: 'Wqkv',
                  width,
                  heads,
                  headDim: width / heads,
                  bias,
                  outBias: bias,
                  rotary: true,
                  fields: ['hidden_size', 'num_attention_heads'],
                  ...(kind === 'sliding_attention' ? { shape: local } : {}),
                }),
                normed('mlp_norm'),
                feedForward({
                  name: 'mlp',
                  width,
                  inner,
                  up: 'Wi',
                  down: 'Wo',
                  gateFused: true,
                  bias: fields.flag('mlp_bias', false),
                  fields: ['intermediate_size'],
                }),
                residual(width),
              ],
              count,
            ),
          ];
    const rest = types.slice(1);
    const count = (kind: string): number => rest.filter((type) => type === kind).length;
    const [first = 'full_attention'] = types;
    return textEncoder(
      group('', [
        group('model.embeddings', [
          table('tok_embeddings', fields.count('vocab_size'), width, ['vocab_size', 'hidden_size']),
          normed('norm'),
        ]),
        // The embeddings are normed already.
        ...layer(first, 'first', 1, true),
        ...layer('full_attention', 'global', count('full_attention')),
        ...layer('sliding_attention', 'local', count('sliding_attention')),
        normed('model.final_norm'),
        ...headNodes(fields, width, normed),
      ]),
      layers,
    );
  },
};
