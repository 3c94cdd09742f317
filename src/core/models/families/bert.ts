import { readHeads, readLabels, readLayers } from '../decoder/read';
import { type BertHead, bertModel } from '../encoder/bert';
import type { Fields } from '../fields';
import { readClass } from '../vision/image';
import type { Family } from './family';

/** Heads by the ending of the class that transformers names. */
export const readBertHead = (fields: Fields, className: string, pooled: boolean): BertHead => {
  const labels = (): number => readLabels(fields);
  if (/(ForMaskedLM|ForCausalLM|LMHeadModel)$/.test(className)) return { kind: 'masked' };
  if (/ForPreTraining$/.test(className)) return { kind: 'pre-training' };
  if (/ForTokenClassification$/.test(className)) return { kind: 'labels', labels: labels() };
  if (/ForQuestionAnswering$/.test(className)) return { kind: 'labels', labels: 2 };
  if (/ForSequenceClassification$/.test(className))
    return { kind: pooled ? 'pooled-labels' : 'dense-labels', labels: labels() };
  if (/Model$/.test(className)) return { kind: 'pooler' };
  return fields.fail('architectures', `not known: the head of ${className}`);
};

/** The sizes that BERT's kin spell alike. */
export const bertSizes = (fields: Fields) => ({
  vocabulary: fields.count('vocab_size'),
  width: fields.count('hidden_size'),
  layers: readLayers(fields),
  heads: readHeads(fields).heads,
  inner: fields.count('intermediate_size'),
  positions: fields.count('max_position_embeddings'),
  types: fields.optionalCount('type_vocab_size', 0) ?? 2,
  untied: !fields.flag('tie_word_embeddings', true),
  secondBias: true,
});

/** BERT (arXiv:1810.04805). */
export const bert: Family = {
  id: 'bert',
  modelTypes: ['bert'],
  read: (fields) =>
    bertModel({
      ...bertSizes(fields),
      head: readBertHead(fields, readClass(fields, 'BertModel'), true),
      body: 'bert',
      headName: 'cls.predictions',
      transform: 'transform.',
    }),
};

/** RoBERTa (arXiv:1907.11692) and XLM-RoBERTa: BERT whose classifiers bring their own pooler. */
export const roberta: Family = {
  id: 'roberta',
  modelTypes: ['roberta', 'xlm-roberta', 'camembert'],
  read: (fields) =>
    bertModel({
      ...bertSizes(fields),
      head: readBertHead(fields, readClass(fields, 'RobertaModel'), false),
      body: 'roberta',
      headName: 'lm_head',
      transform: '',
    }),
};

const distilbertHead = (fields: Fields, className: string): BertHead => {
  const head = readBertHead(fields, className, false);
  return head.kind === 'pooler' ? { kind: 'none' } : head;
};

/** DistilBERT (arXiv:1910.01108): half of BERT's layers, no segments, no pooler. */
export const distilbert: Family = {
  id: 'distilbert',
  modelTypes: ['distilbert'],
  read: (fields) =>
    bertModel({
      vocabulary: fields.count('vocab_size'),
      width: fields.count(['dim', 'hidden_size']),
      layers: readLayers(fields, ['n_layers', 'num_hidden_layers']),
      heads: readHeads(fields, {
        hidden: ['dim', 'hidden_size'],
        heads: ['n_heads', 'num_attention_heads'],
        kvHeads: [],
        headDim: [],
      }).heads,
      inner: fields.count('hidden_dim'),
      positions: fields.count('max_position_embeddings'),
      types: 0,
      untied: !fields.flag('tie_word_embeddings', true),
      head: distilbertHead(fields, readClass(fields, 'DistilBertModel')),
      body: 'distilbert',
      headName: 'vocab',
      transform: 'transform_',
    }),
};
