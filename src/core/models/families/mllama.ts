import type { Architecture } from '../architecture';
import { decoder } from '../decoder/architecture';
import { decoderPlan } from '../decoder/plan';
import { attentionBlock } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { parameter, residual, rmsNorm } from '../encoder/parts';
import type { Fields } from '../fields';
import { group, type ModuleNode } from '../graph/node';
import type { Run } from '../model';
import { readClass } from '../vision/image';
import { mllamaVision } from '../vision-language/mllama-vision';
import { textFields } from '../vision-language/text';
import type { Family } from './family';
import { llamaSpec } from './llama';

/** Rows of the embedding beyond the vocabulary: the image token and its kin. */
const EXTRA_ROWS = 8;

const crossLayers = (text: Fields, count: number, keysKept: boolean): ModuleNode => {
  const width = text.count('hidden_size');
  const heads = text.count('num_attention_heads');
  return group(
    'model.language_model.layers.cross',
    [
      rmsNorm('input_layernorm', width),
      attentionBlock({
        name: 'cross_attn',
        width,
        heads,
        kvHeads: text.optionalCount('num_key_value_heads') ?? heads,
        headDim: width / heads,
        bias: false,
        outBias: false,
        qkNorm: { over: 'head', weights: 'scale' },
        from: { stream: 'vision', width },
        cached: true,
        keysKept,
      }),
      rmsNorm('post_attention_layernorm', width),
      feedForward({
        name: 'mlp',
        width,
        inner: text.count('intermediate_size'),
        gate: 'gate_proj',
        up: 'up_proj',
        down: 'down_proj',
        bias: false,
      }),
      parameter('gates', 2),
      residual(width),
    ],
    count,
  );
};

/** Llama 3.2 Vision (arXiv:2407.21783): cross-attention layers between those of Llama 3, idle without an image. */
export const mllama: Family = {
  id: 'mllama',
  modelTypes: ['mllama'],
  read: (fields) => {
    const className = readClass(fields, 'MllamaForConditionalGeneration');
    if (className !== 'MllamaForConditionalGeneration')
      fields.fail('architectures', `not known: the head of ${className}`);
    const text = textFields(fields, 'mllama_text_model');
    const layers = text.count('num_hidden_layers');
    const cross = (text.numbers('cross_attention_layers') ?? [3, 8, 13, 18, 23, 28, 33, 38]).filter(
      (layer) => layer < layers,
    ).length;
    const width = text.count('hidden_size');
    // The head has a matrix of its own whatever the config says.
    const spec = { ...llamaSpec(text), head: { kind: 'language', tied: false, bias: false } } as const;
    const self = decoder({
      ...spec,
      layers: spec.layers.map((layer) => ({ ...layer, count: layers - cross })),
      beside: [parameter('model.language_model.embed_tokens.extra', EXTRA_ROWS * width)],
    });
    const vision = mllamaVision(fields.objectOrEmpty('vision_config'), width);
    const first = group('', [self.root, crossLayers(text, cross, false)]);
    const next = group('', [self.root, crossLayers(text, cross, true)]);
    const plan = (run: Run): ReturnType<Architecture['plan']> => {
      const images = run.images ?? 0;
      if (images === 0) return decoderPlan(self.root)(run);
      const seen = images * vision.tokens;
      const streams = { vision: { sequences: run.batch, query: seen, context: seen } };
      return [
        {
          name: 'encode',
          repeats: 1,
          root: vision.node,
          shape: { sequences: run.batch * images, query: 1, context: 1 },
        },
        ...decoderPlan(self.root)(run).map((phase) => ({
          ...phase,
          streams,
          root: phase.name === 'prefill' ? first : next,
        })),
      ];
    };
    return { ...self, root: group('', [vision.node, first]), layers, plan };
  },
};
