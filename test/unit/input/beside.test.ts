import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayAskFor, pathsBeside, textsBeside } from '../../../src/core/input/beside';

const INDEX = JSON.stringify({
  _class_name: 'StableDiffusionPipeline',
  _diffusers_version: '0.30.0',
  unet: ['diffusers', 'UNet2DConditionModel'],
  vae: ['diffusers', 'AutoencoderKL'],
  safety_checker: [null, null],
  '../../secrets': ['diffusers', 'AutoencoderKL'],
});

test('an index asks for its components and for nothing outside its folder', () => {
  assert.deepEqual(pathsBeside(INDEX, 'sd/model_index.json'), [
    ...['unet/config.json', 'unet.json'],
    ...['vae/config.json', 'vae.json'],
  ]);
  assert.deepEqual(pathsBeside('{"_class_name": "StableDiffusionPipeline", ', 'model_index.json'), []);
});

test('a config.json asks how it is quantised, another config for nothing', () => {
  assert.deepEqual(pathsBeside('{}', 'C:\\models\\x\\config.json'), ['hf_quant_config.json']);
  assert.deepEqual(pathsBeside('{}', 'x/myconfig.json'), []);
});

test('texts that are not there are left out, and an index without any has none', async () => {
  const there = async (path: string) => Promise.resolve(path === 'unet/config.json' ? 'U' : undefined);
  const none = async () => Promise.resolve(undefined);
  assert.deepEqual(await textsBeside(INDEX, 'model_index.json', there), { 'unet/config.json': 'U' });
  assert.deepEqual(await textsBeside(INDEX, 'model_index.json', none), {});
  assert.equal(await textsBeside('{}', 'config.json', none), undefined);
});

test('a file is asked for by the configs that stand where they would', () => {
  assert.deepEqual(mayAskFor('a/sd/unet/config.json'), [
    { config: 'a/sd/unet/model_index.json', beside: 'config.json' },
    { config: 'a/sd/model_index.json', beside: 'unet/config.json' },
  ]);
  assert.deepEqual(mayAskFor('config.json'), [{ config: 'model_index.json', beside: 'config.json' }]);
  assert.deepEqual(mayAskFor('a/hf_quant_config.json'), [
    { config: 'a/config.json', beside: 'hf_quant_config.json' },
  ]);
});
