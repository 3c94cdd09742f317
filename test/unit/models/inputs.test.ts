import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actingInputs } from '../../../src/core/models/inputs';
import type { Model } from '../../../src/core/models/model';
import { readModel } from '../../../src/core/models/read';
import { readModelBeside } from '../../../src/core/models/read-beside';
import { buildWorkload } from '../../../src/core/models/workload';
import { smallLlama } from '../../support/small-llama';
import { COMPONENTS, INDEX } from '../../support/stable-diffusion';

const read = (config: object): Model => readModel(JSON.stringify(config), 'x/config.json');
const pipeline = (index: object, components: Readonly<Record<string, object>>): Model =>
  readModelBeside(
    JSON.stringify(index),
    'x/model_index.json',
    Object.fromEntries(Object.entries(components).map(([path, each]) => [path, JSON.stringify(each)])),
  );
const DECODER = {
  hidden_size: 64,
  intermediate_size: 128,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  vocab_size: 1000,
  max_position_embeddings: 512,
};

const images = pipeline(INDEX, COMPONENTS);
const video = pipeline(
  {
    _class_name: 'StableVideoDiffusionPipeline',
    unet: ['diffusers', 'UNetSpatioTemporalConditionModel'],
    vae: ['diffusers', 'AutoencoderKLTemporalDecoder'],
  },
  {
    'unet/config.json': { _class_name: 'UNetSpatioTemporalConditionModel' },
    'vae/config.json': {
      _class_name: 'AutoencoderKLTemporalDecoder',
      block_out_channels: [128, 256, 512, 512],
      layers_per_block: 2,
    },
  },
);

const FAMILIES: readonly (readonly [string, Model, readonly string[]])[] = [
  ['language', smallLlama, ['input', 'output']],
  ['encoder only', read({ ...DECODER, model_type: 'bert', architectures: ['BertModel'] }), ['input']],
  ['images from text', images, ['steps']],
  ['video', video, ['frames', 'steps']],
  ['one denoiser', read({ _class_name: 'UNet2DConditionModel', sample_size: 32 }), ['steps']],
  ['an autoencoder', read(COMPONENTS['vae/config.json']), []],
  ['vision', read({ model_type: 'vit', architectures: ['ViTModel'] }), []],
  [
    'vision and language',
    read({
      model_type: 'llava',
      text_config: { ...DECODER, model_type: 'llama' },
      vision_config: { model_type: 'clip_vision_model', image_size: 56, patch_size: 14 },
    }),
    ['input', 'output', 'images'],
  ],
  [
    'speech',
    read({ model_type: 'whisper', architectures: ['WhisperForConditionalGeneration'] }),
    ['input', 'output'],
  ],
  [
    'recommendation',
    readModel(
      'model: DCN\nvocabulary_sizes: [10]\nlookups: [1]\nembedding_dim: 4\n',
      'a.recommendation.yaml',
    ),
    [],
  ],
];

for (const [family, model, inputs] of FAMILIES)
  test(`of what a run may say, ${inputs.join(', ') || 'nothing'} acts on ${family}`, () => {
    assert.deepEqual(actingInputs(model, 'serve'), inputs);
  });

test('training writes nothing', () => {
  assert.deepEqual(actingInputs(smallLlama, 'train'), ['input']);
});

test('frames make a video longer, and no image', () => {
  const run = { batch: 1, input: 1, output: 1 };
  const units = (model: Model, frames: number): number => buildWorkload(model, { ...run, frames }).units;
  assert.equal(units(video, 14), 2);
  assert.deepEqual(buildWorkload(images, { ...run, frames: 14 }).phases, buildWorkload(images, run).phases);
});

test('what a run has where it does not say is told', () => {
  assert.deepEqual(images.own, { steps: 50 });
  assert.deepEqual(video.own, { steps: 25, frames: 25 });
});
