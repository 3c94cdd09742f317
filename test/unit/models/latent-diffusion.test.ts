import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parametersOf } from '../../../src/core/models/graph/node';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';
import { sharedPath, skipUnlessShared } from '../../support/shared';

const STABLE_DIFFUSION = `model:
  target: ldm.models.diffusion.ddpm.LatentDiffusion
  params:
    image_size: 64
    unet_config:
      target: ldm.modules.diffusionmodules.openaimodel.UNetModel
      params:
        in_channels: 4
        out_channels: 4
        model_channels: 320
        attention_resolutions: [ 4, 2, 1 ]
        num_res_blocks: 2
        channel_mult: [ 1, 2, 4, 4 ]
        num_heads: 8
        use_spatial_transformer: True
        transformer_depth: 1
        context_dim: 768
    first_stage_config:
      target: ldm.models.autoencoder.AutoencoderKL
      params:
        embed_dim: 4
        ddconfig: { double_z: true, z_channels: 4, resolution: 256, in_channels: 3, out_ch: 3, ch: 128,
          ch_mult: [ 1, 2, 4, 4 ], num_res_blocks: 2, attn_resolutions: [], dropout: 0.0 }
    cond_stage_config:
      target: ldm.modules.encoders.modules.FrozenCLIPEmbedder
`;

const read = (text: string) => readModel(text, 'v1-inference.yaml');

test('Stable Diffusion 1 from its own YAML has the parameters that its checkpoint is known by', () => {
  const model = read(STABLE_DIFFUSION);
  assert.equal(parametersOf(model.root), 859_520_964 + 83_653_863 + 123_060_480);
  const { phases } = buildWorkload(model, { batch: 1, input: 77, output: 1, steps: 20 });
  assert.deepEqual(
    phases.map(({ name, repeats }) => [name, repeats]),
    [
      ['text-encode', 1],
      ['denoise', 20],
      ['image-decode', 1],
    ],
  );
});

test('the fields that were read stand where they are in the YAML', () => {
  const place = read(STABLE_DIFFUSION).fields.get('model.params.unet_config.params.model_channels');
  assert.ok(place !== undefined);
  assert.equal(STABLE_DIFFUSION.slice(place.value.start, place.value.end), '320');
});

test('what is not known is told at its place, without a number', () => {
  const says = (text: string, pattern: RegExp): void => {
    assert.throws(() => read(text), pattern);
  };
  says(
    STABLE_DIFFUSION.replace('FrozenCLIPEmbedder', 'BERTEmbedder'),
    /not known: the encoder .*BERTEmbedder/,
  );
  says(
    STABLE_DIFFUSION.replace('openaimodel.UNetModel', 'video_model.VideoUNet'),
    /not known: .*VideoUNet; known is UNetModel/,
  );
  says(
    STABLE_DIFFUSION.replace('embed_dim: 4', 'embed_dim: 3'),
    /not known: embed_dim that is not z_channels/,
  );
  says(STABLE_DIFFUSION.replace('        model_channels: 320\n', ''), /model_channels is missing/);
  says(
    STABLE_DIFFUSION.replace('num_heads: 8', 'num_heads: 8\n        resblock_updown: True'),
    /resblock_updown/,
  );
});

test(
  'Stable Diffusion 2.1 and the refiner of XL, with the towers of OpenCLIP',
  { skip: skipUnlessShared('configs', 'diffusion_yaml') },
  () => {
    const total = (file: string): number => {
      const path = sharedPath('configs', 'diffusion_yaml', file);
      return parametersOf(readModel(readFileSync(path, 'utf8'), path).root);
    };
    // U-Net, autoencoder, and the tower with its projection and temperature.
    assert.equal(total('sd_2_1.yaml'), 865_910_724 + 83_653_863 + 354_032_641);
    assert.equal(total('sd_xl_refiner.yaml') - 83_653_863 - 694_659_841, 2_259_526_660);
  },
);
