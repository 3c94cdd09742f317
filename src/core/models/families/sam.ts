import { readLayers } from '../decoder/read';
import type { Fields } from '../fields';
import { readTowerHeads } from '../vision/config';
import { readClass } from '../vision/image';
import { type Sam, samModel } from '../vision/sam';
import type { Family } from './family';

const readVision = (fields: Fields): Sam['vision'] => {
  const width = fields.optionalCount('hidden_size') ?? 768;
  const [image = 1024, other = image] = fields.counts('image_size') ?? [];
  const [patch = 16] = fields.counts('patch_size') ?? [];
  if (image !== other) fields.fail('image_size', 'not known: image_size that is no square');
  if (patch > image)
    fields.fail('patch_size', `patch_size is ${patch}; expected at most image_size, which is ${image}`);
  const ratio = fields.optionalNumber('mlp_ratio') ?? 4;
  const layers = fields.has('num_hidden_layers') ? readLayers(fields) : 12;
  const global = fields.has('global_attn_indexes')
    ? (fields.numbers('global_attn_indexes') ?? [])
    : [2, 5, 8, 11];
  return {
    width,
    layers,
    ...readTowerHeads(fields, width),
    inner: fields.optionalCount('mlp_dim') ?? Math.trunc(width * ratio),
    channels: fields.optionalCount('num_channels') ?? 3,
    patch,
    side: Math.floor(image / patch),
    out: fields.optionalCount('output_channels') ?? 256,
    bias: fields.flag('qkv_bias', true),
    positionTable: fields.flag('use_abs_pos', true),
    relativeTables: fields.flag('use_rel_pos', true),
    window: fields.optionalCount('window_size', 0) ?? 14,
    global: new Set(global.filter((index) => index >= 0 && index < layers)).size,
    frequencies: fields.optionalCount('num_pos_feats') ?? 128,
  };
};

const readPrompt = (fields: Fields): Sam['prompt'] => ({
  points: fields.optionalCount('num_point_embeddings') ?? 4,
  maskChannels: fields.optionalCount('mask_input_channels') ?? 16,
});

const readDecoder = (fields: Fields, width: number): Sam['decoder'] => {
  const own = fields.optionalCount('hidden_size') ?? 256;
  if (own !== width) {
    fields.fail(
      'hidden_size',
      `mask_decoder_config.hidden_size is ${own}; expected ${width}, as the encoder puts out`,
    );
  }
  const rate = fields.optionalCount('attention_downsample_rate') ?? 2;
  const { heads } = readTowerHeads(fields, Math.floor(width / rate), 'num_attention_heads', 8);
  return {
    heads,
    rate,
    inner: fields.optionalCount('mlp_dim') ?? 2048,
    layers: fields.has('num_hidden_layers') ? readLayers(fields) : 2,
    masks: (fields.optionalCount('num_multimask_outputs') ?? 3) + 1,
    scoreDepth: fields.has('iou_head_depth') ? Math.max(2, readLayers(fields, 'iou_head_depth')) : 3,
    scoreWidth: fields.optionalCount('iou_head_hidden_dim') ?? 256,
  };
};

/** Segment Anything (arXiv:2304.02643): a windowed vision transformer, and a small decoder for every prompt. */
export const sam: Family = {
  id: 'sam',
  modelTypes: ['sam'],
  read: (fields) => {
    const className = readClass(fields, 'SamModel');
    if (className !== 'SamModel') return fields.fail('architectures', `not known: the head of ${className}`);
    const vision = readVision(fields.objectOrEmpty('vision_config'));
    const prompt = fields.objectOrEmpty('prompt_encoder_config');
    const promptWidth = prompt.optionalCount('hidden_size') ?? 256;
    if (promptWidth !== vision.out || 2 * vision.frequencies !== vision.out) {
      prompt.fail(
        'hidden_size',
        `prompt_encoder_config.hidden_size is ${promptWidth}; expected vision_config's output_channels, which is ${vision.out}, and twice its num_pos_feats`,
      );
    }
    return samModel({
      vision,
      tied: fields.flag('tie_word_embeddings', true),
      prompt: readPrompt(prompt),
      decoder: readDecoder(fields.objectOrEmpty('mask_decoder_config'), vision.out),
    });
  },
};
