import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parametersOf } from '../../../src/core/models/graph/node';
import { readModelBeside } from '../../../src/core/models/read-beside';
import { flops, flopsByPhase, parameters, read } from './support';

// Counts and traced operations are those of diffusers 0.42 for the same configs (torch's FlopCounterMode).

const SD15 = { _class_name: 'UNet2DConditionModel', cross_attention_dim: 768, sample_size: 64 };

test('the U-Net of Stable Diffusion 1.5', () => {
  assert.equal(parameters(SD15), 859_520_964);
  assert.equal(flops(read(SD15)), 803_273_441_280);
});

test('a U-Net over frames attends over space and over time', () => {
  const config = { _class_name: 'UNet3DConditionModel', sample_size: 32 };
  assert.equal(parameters(config), 1_411_233_860);
  assert.equal(flops(read(config)), 4_887_105_142_784);
});

const DENOISERS = [
  ['FluxTransformer2DModel', { guidance_embeds: true }, 11_901_408_320, 74_384_653_418_496],
  [
    'SD3Transformer2DModel',
    { num_layers: 24, num_attention_heads: 24, caption_projection_dim: 1536 },
    2_028_328_000,
    8_904_337_539_072,
  ],
  ['CogVideoXTransformer3DModel', {}, 1_693_783_872, 119_997_311_418_368],
  ['WanTransformer3DModel', {}, 14_288_491_584, 1_678_370_283_192_320],
  ['HunyuanVideoTransformer3DModel', {}, 12_821_012_544, 12_068_592_207_003_648],
  ['LTXVideoTransformer3DModel', {}, 1_923_385_472, 37_129_045_409_792],
  ['SanaTransformer2DModel', {}, 1_604_462_752, 2_966_661_160_960],
  ['AuraFlowTransformer2DModel', {}, 6_833_439_744, 11_243_874_680_832],
  ['MochiTransformer3DModel', {}, 10_027_677_744, undefined],
  ['QwenImageTransformer2DModel', {}, 20_430_401_088, undefined],
] as const;

for (const [className, options, expected, traced] of DENOISERS) {
  test(className, () => {
    const config = { _class_name: className, ...options };
    assert.equal(parameters(config), expected);
    if (traced !== undefined) assert.equal(flops(read(config)), traced);
  });
}

test('DiT and PixArt, whose step embedding differs by one vector’s work', () => {
  const dit = { _class_name: 'DiTTransformer2DModel', out_channels: 8 };
  assert.equal(parameters(dit), 749_826_464);
  assert.ok(Math.abs(flops(read(dit)) / 237_333_676_032 - 1) < 1e-3);
  const pixart = { _class_name: 'PixArtTransformer2DModel', caption_channels: 4096 };
  assert.equal(parameters(pixart), 611_349_152);
  assert.ok(Math.abs(flops(read(pixart)) / 6_633_581_248_512 - 1) < 1e-3);
});

test('video autoencoders double the frames but the first', () => {
  const run = { resolution: { height: 128, width: 128 }, frames: 9 };
  const hunyuan = { _class_name: 'AutoencoderKLHunyuanVideo' };
  assert.equal(parameters(hunyuan), 246_478_803);
  assert.equal(flops(read(hunyuan), run), 2_666_680_156_160);
  const magvit = { _class_name: 'AutoencoderKLMagvit' };
  assert.equal(parameters(magvit), 244_375_507);
  assert.equal(flops(read(magvit), run), 2_315_969_232_896);
});

test('what a config asks for and is not modelled is told with its place', () => {
  assert.throws(
    () => read({ ...SD15, addition_embed_type: 'image' }),
    /not known: addition_embed_type "image"/,
  );
  assert.throws(() => read({ _class_name: 'KandinskyUNet' }), /not known: _class_name "KandinskyUNet"/);
  assert.throws(() => read({ _class_name: 'StableDiffusionPipeline' }), /expected its folder/);
});

const TEXT = {
  model_type: 'clip_text_model',
  hidden_size: 768,
  num_attention_heads: 12,
  intermediate_size: 3072,
};
const VAE = {
  _class_name: 'AutoencoderKL',
  block_out_channels: [128, 256, 512, 512],
  down_block_types: Array.from({ length: 4 }, () => 'DownEncoderBlock2D'),
  up_block_types: Array.from({ length: 4 }, () => 'UpDecoderBlock2D'),
  layers_per_block: 2,
  sample_size: 512,
};
const INDEX = {
  _class_name: 'StableDiffusionPipeline',
  scheduler: ['diffusers', 'PNDMScheduler'],
  text_encoder: ['transformers', 'CLIPTextModel'],
  tokenizer: ['transformers', 'CLIPTokenizer'],
  safety_checker: [null, null],
  unet: ['diffusers', 'UNet2DConditionModel'],
  vae: ['diffusers', 'AutoencoderKL'],
};

const readFolder = (files: Readonly<Record<string, unknown>>) => {
  const texts = Object.fromEntries(Object.entries(files).map(([path, file]) => [path, JSON.stringify(file)]));
  return readModelBeside(texts['model_index.json'] ?? '', 'sd/model_index.json', texts);
};

const SD15_FILES = {
  'model_index.json': INDEX,
  'text_encoder/config.json': TEXT,
  'unet/config.json': SD15,
  'vae/config.json': VAE,
};

test('a pipeline is the sum of its parts, and runs encoder, steps and decoder', () => {
  const model = readFolder(SD15_FILES);
  assert.equal(parametersOf(model.root), 123_060_480 + 859_520_964 + 83_653_863);
  const phases = flopsByPhase(model);
  assert.deepEqual([...phases.keys()], ['text-encode', 'denoise', 'image-decode']);
  // Guidance runs the prompt and an empty one through the U-Net.
  assert.equal(phases.get('denoise'), 2 * 803_273_441_280);
  assert.equal(phases.get('image-decode'), 2_514_518_933_504);
  assert.equal(model.unit, 'image');
});

test('Stable Video Diffusion encodes an image, and is counted by the second of video', () => {
  const files = {
    'model_index.json': {
      _class_name: 'StableVideoDiffusionPipeline',
      feature_extractor: ['transformers', 'CLIPImageProcessor'],
      image_encoder: ['transformers', 'CLIPVisionModelWithProjection'],
      scheduler: ['diffusers', 'EulerDiscreteScheduler'],
      unet: ['diffusers', 'UNetSpatioTemporalConditionModel'],
      vae: ['diffusers', 'AutoencoderKLTemporalDecoder'],
    },
    'image_encoder/config.json': {
      model_type: 'clip_vision_model',
      architectures: ['CLIPVisionModelWithProjection'],
      hidden_size: 1280,
      intermediate_size: 5120,
      num_hidden_layers: 32,
      num_attention_heads: 16,
      patch_size: 14,
      projection_dim: 1024,
    },
    'unet/config.json': { _class_name: 'UNetSpatioTemporalConditionModel' },
    'vae/config.json': {
      _class_name: 'AutoencoderKLTemporalDecoder',
      block_out_channels: [128, 256, 512, 512],
      layers_per_block: 2,
    },
  };
  const model = readFolder(files);
  assert.equal(parametersOf(model.root), 632_076_800 + 1_524_623_082 + 97_742_847);
  assert.deepEqual([...flopsByPhase(model).keys()], ['encode', 'denoise', 'image-decode']);
  assert.equal(model.unit, 'second');
  // 25 frames at 7 in a second.
  assert.equal(model.units({ batch: 1, input: 1, output: 1 }), 25 / 7);
});

test('a missing component is an error, not a smaller model', () => {
  const { 'vae/config.json': _vae, ...rest } = SD15_FILES;
  assert.throws(() => readFolder(rest), /vae\/config.json is missing/);
});

test('a component that is not known is named with its file', () => {
  const files = { ...SD15_FILES, 'unet/config.json': { _class_name: 'StrangeModel' } };
  assert.throws(
    () => readFolder(files),
    (error: unknown) => error instanceof Error && 'where' in error && /StrangeModel/.test(error.message),
  );
});
