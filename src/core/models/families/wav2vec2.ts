import { readHeads, readLayers } from '../decoder/read';
import { wav2vec2Model } from '../speech/wav2vec2';
import { readClass } from '../vision/image';
import type { Family } from './family';

const CHANNELS = [512, 512, 512, 512, 512, 512, 512];
const KERNELS = [10, 3, 3, 3, 3, 2, 2];
const STRIDES = [5, 2, 2, 2, 2, 2, 2];

/** wav2vec 2.0 and HuBERT (arXiv:2006.11477, arXiv:2106.07447), with letters or without a head. */
export const wav2vec2: Family = {
  id: 'wav2vec2',
  modelTypes: ['wav2vec2', 'hubert'],
  read: (fields) => {
    const className = readClass(fields, 'Wav2Vec2Model');
    const letters = /ForCTC$/.test(className);
    if (!letters && !/^(Wav2Vec2|Hubert)Model$/.test(className))
      return fields.fail('architectures', `not known: the head of ${className}`);
    for (const name of ['add_adapter', 'conv_pos_batch_norm']) {
      if (fields.flag(name, false)) fields.fail(name, `not known: ${name} true`);
    }
    if (fields.has('adapter_attn_dim'))
      fields.fail('adapter_attn_dim', 'not known: adapters in the attention layers');
    const channels = fields.counts('conv_dim') ?? CHANNELS;
    const kernels = fields.counts('conv_kernel') ?? KERNELS;
    const strides = fields.counts('conv_stride') ?? STRIDES;
    if (kernels.length !== channels.length || strides.length !== channels.length) {
      fields.fail(
        'conv_kernel',
        `conv_kernel has ${kernels.length} entries; expected ${channels.length}, as conv_dim has`,
      );
    }
    const norm = fields.optionalText('feat_extract_norm') ?? 'group';
    if (norm !== 'group' && norm !== 'layer')
      return fields.fail('feat_extract_norm', `feat_extract_norm is "${norm}"; expected group or layer`);
    const width = fields.count('hidden_size');
    const masks =
      (fields.optionalNumber('mask_time_prob') ?? 0.05) > 0 ||
      (fields.optionalNumber('mask_feature_prob') ?? 0) > 0;
    const hubert = fields.optionalText('model_type') === 'hubert';
    return wav2vec2Model({
      width,
      layers: readLayers(fields),
      heads: readHeads(fields, {
        hidden: 'hidden_size',
        heads: 'num_attention_heads',
        kvHeads: [],
        headDim: [],
      }).heads,
      inner: fields.count('intermediate_size'),
      channels,
      kernels,
      strides,
      convolutionBias: fields.flag('conv_bias', false),
      normEach: norm === 'layer',
      projectionNorm: !hubert || fields.flag('feat_proj_layer_norm', true),
      positionKernel: fields.optionalCount('num_conv_pos_embeddings') ?? 128,
      positionGroups: fields.optionalCount('num_conv_pos_embedding_groups') ?? 16,
      maskToken: masks,
      vocabulary: letters ? fields.count('vocab_size') : undefined,
      body: hubert ? 'hubert' : 'wav2vec2',
    });
  },
};
