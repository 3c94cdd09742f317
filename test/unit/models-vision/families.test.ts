import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timmModel } from '../../../src/core/models/formats/timm/format';
import { parametersOf } from '../../../src/core/models/graph/node';
import { flops, flopsByPhase, parameters, read } from './support';

// Counts are those of transformers 5.23, diffusers 0.42 and timm 1.0 for the same configs, or published sizes.

test('ViT-B/16 with 1,000 labels: 86,567,656', () => {
  const config = { model_type: 'vit', architectures: ['ViTForImageClassification'], num_labels: 1000 };
  assert.equal(parameters(config), 86_567_656);
  // torch's FlopCounterMode on the same model.
  assert.equal(flops(read(config)), 35_127_656_448);
});

test('a larger image has more patches, not more weights', () => {
  const model = read({ model_type: 'vit', architectures: ['ViTModel'] });
  const large = flops(model, { resolution: { height: 448, width: 448 } });
  assert.ok(large > 4 * flops(model), 'four times the patches and attention’s square');
});

test('DINOv2 giant gates its feed-forward', () => {
  const config = {
    model_type: 'dinov2',
    hidden_size: 1536,
    num_hidden_layers: 40,
    num_attention_heads: 24,
    image_size: 518,
    use_swiglu_ffn: true,
  };
  assert.equal(parameters(config), 1_136_480_768);
});

test('CLIP’s text encoder, with and without projection', () => {
  const config = {
    model_type: 'clip_text_model',
    hidden_size: 768,
    num_attention_heads: 12,
    intermediate_size: 3072,
  };
  assert.equal(parameters(config), 123_060_480);
  assert.equal(
    parameters({ ...config, architectures: ['CLIPTextModelWithProjection'], projection_dim: 768 }),
    123_060_480 + 768 * 768,
  );
});

test('SigLIP base: 203,155,970', () => {
  assert.equal(parameters({ model_type: 'siglip', text_config: {}, vision_config: {} }), 203_155_970);
});

test('Swin tiny without labels', () => {
  assert.equal(parameters({ model_type: 'swin' }), 27_519_354);
});

test('YOLOS keeps position tables between layers unless told not to', () => {
  assert.equal(parameters({ model_type: 'yolos', num_labels: 2 }), 104_947_975);
  assert.equal(
    parameters({ model_type: 'yolos', num_labels: 2, use_mid_position_embeddings: false }),
    89_496_583,
  );
});

test('Whisper: encoder once, decoder per token, keys of the sound made in the first pass only', () => {
  const model = read({ model_type: 'whisper' });
  assert.equal(parameters({ model_type: 'whisper' }), 37_760_640);
  const phases = flopsByPhase(model, { input: 4, output: 10 });
  assert.deepEqual([...phases.keys()], ['encode', 'prefill', 'decode']);
  // Decoding token by token spares the 2 × 4 layers × 2 × 1500 × 384² of the sound's keys and values.
  assert.ok(
    (phases.get('prefill') ?? 0) - 4 * (phases.get('decode') ?? 0) > 2 * 4 * 2 * 1500 * 384 * 384 - 1e6,
  );
});

test('LLaVA 1.5 7B: the text’s defaults fill what the config leaves out', () => {
  const config = { model_type: 'llava', text_config: { model_type: 'llama', vocab_size: 32064 } };
  assert.equal(parameters(config), 7_063_427_072);
});

test('images pass through the tower in a phase of their own', () => {
  const model = read({ model_type: 'llava' });
  assert.deepEqual([...flopsByPhase(model, { input: 10, output: 2 }).keys()], ['prefill', 'decode']);
  assert.deepEqual(
    [...flopsByPhase(model, { input: 10, output: 2, images: 1 }).keys()],
    ['encode', 'prefill', 'decode'],
  );
});

test('timm names, with their weights’ names behind a dot', () => {
  assert.equal(parametersOf(timmModel('resnet50').root), 25_557_032);
  assert.equal(parametersOf(timmModel('timm/resnet50.a1_in1k').root), 25_557_032);
  assert.equal(parametersOf(timmModel('efficientnet_b0').root), 5_288_548);
  assert.equal(parametersOf(timmModel('convnext_tiny').root), 28_589_128);
  assert.throws(() => timmModel('resnet51'), /not known: timm model "resnet51"; near it are resnet5/);
});

test('a timm config may have other labels', () => {
  assert.equal(
    parameters({ architecture: 'resnet50', num_classes: 10, pretrained_cfg: {} }),
    25_557_032 - 990 * 2049,
  );
});

test('what is not modelled is told, not guessed', () => {
  assert.throws(
    () => read({ model_type: 'vit', architectures: ['ViTForMaskedImageModeling'] }),
    /not known: the head of ViTForMaskedImageModeling/,
  );
  assert.throws(
    () => read({ model_type: 'llava', vision_config: { model_type: 'sam_vision' } }),
    /not known: vision tower "sam_vision"/,
  );
  assert.throws(() => read({ model_type: 'vit', num_attention_heads: 7 }), /expected a divisor of its width/);
});
