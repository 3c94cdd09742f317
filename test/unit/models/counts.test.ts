import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parametersOf } from '../../../src/core/models/graph/node';
import { readModel } from '../../../src/core/models/read';
import { Problem } from '../../../src/core/problem';
import { timmModel } from '../../../src/core/models/formats/timm/format';
import { buildWorkload } from '../../../src/core/models/workload';
import data from './counts.yaml';

interface Count {
  readonly name: string;
  readonly parameters: number;
  readonly config: Readonly<Record<string, unknown>>;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const counts = (): readonly Count[] => {
  const models = isRecord(data) ? data['models'] : undefined;
  assert.ok(Array.isArray(models));
  return models as readonly Count[];
};

const read = (config: Readonly<Record<string, unknown>>) =>
  readModel(JSON.stringify(config), 'x/config.json');

test('small models of every family and flag have transformers’ own counts', () => {
  const wrong = counts().flatMap(({ name, parameters, config }) => {
    const counted = parametersOf(read(config).root);
    return counted === parameters ? [] : [`${name}: ${counted}, expected ${parameters}`];
  });
  assert.deepEqual(wrong, []);
});

test('every one of them has work to do in a run', () => {
  for (const { config } of counts()) {
    const { phases } = buildWorkload(read(config), { batch: 1, input: 8, output: 2 });
    assert.ok(phases.every(({ operators }) => operators.some(({ flops }) => (flops ?? 0) > 0)));
  }
});

/** A Llama of no size; only its class matters here. */
const LLAMA = {
  model_type: 'llama',
  vocab_size: 1000,
  hidden_size: 64,
  intermediate_size: 128,
  num_hidden_layers: 2,
  num_attention_heads: 4,
};

test('a head is counted by its class, and one that is not known is a problem', () => {
  const of = (architecture: string): number =>
    parametersOf(read({ ...LLAMA, architectures: [architecture] }).root);
  const body = of('LlamaModel');
  assert.equal(of('LlamaForCausalLM') - body, 1000 * 64);
  assert.equal(of('LlamaForTokenClassification') - body, 64 * 2 + 2);
  assert.equal(of('LlamaForQuestionAnswering') - body, 64 * 2 + 2);
  assert.equal(of('LlamaForSequenceClassification') - body, 64 * 2);
  assert.throws(() => of('LlamaForProcessRewards'), Problem);
});

test('a silent config ties as the release that wrote it did', () => {
  const mistral3 = {
    model_type: 'mistral3',
    text_config: { ...LLAMA, model_type: 'mistral', num_key_value_heads: 2 },
    vision_config: { model_type: 'pixtral', hidden_size: 64, num_hidden_layers: 1, num_attention_heads: 4 },
  };
  const of = (config: Readonly<Record<string, unknown>>): number => parametersOf(read(config).root);
  const apart = of({ ...mistral3, transformers_version: '4.50.0.dev0' });
  assert.equal(apart - of({ ...mistral3, transformers_version: '5.0.0' }), 1000 * 64);
  assert.equal(of(mistral3), apart);
});

test('what a family does not model is refused by its name', () => {
  const cases: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
    [{ model_type: 'bart', d_model: 64, tie_word_embeddings: false }, /tables are apart/],
    [{ ...LLAMA, model_type: 'kolmogorov' }, /not known: model_type "kolmogorov"/],
    [{ ...LLAMA, model_type: 'mpt', d_model: 64, no_bias: false }, /biases/],
    [
      { _class_name: 'PixArtTransformer2DModel', norm_elementwise_affine: true },
      /norm_elementwise_affine true/,
    ],
    [
      { _class_name: 'AuraFlowTransformer2DModel', caption_projection_dim: 64 },
      /caption_projection_dim is 64/,
    ],
    [
      { arch_embedding_size: '10-10', arch_mlp_bot: '4', arch_mlp_top: '8-1', model_type: 'bst' },
      /not known: model_type "bst"/,
    ],
  ];
  for (const [config, message] of cases) assert.throws(() => read(config), message);
});

test('diffusion models have the counts of diffusers 0.42', () => {
  const cases: readonly (readonly [number, Readonly<Record<string, unknown>>])[] = [
    // EasyAnimate 5.1, 7B (alibaba-pai/EasyAnimateV5.1-7b-zh).
    [
      18_294_848,
      {
        _class_name: 'EasyAnimateTransformer3DModel',
        in_channels: 33,
        out_channels: 16,
        patch_size: 2,
        num_layers: 3,
        mmdit_layers: 2,
        text_embed_dim_t5: 64,
        num_attention_heads: 6,
      },
    ],
    // The rest are their classes' own defaults: Stable Cascade's stage C, and autoencoders.
    [3_605_346_320, { _class_name: 'StableCascadeUNet' }],
    [126_892_531, { _class_name: 'AutoencoderKLWan' }],
    [126_892_531, { _class_name: 'AutoencoderKLQwenImage' }],
    [215_583_907, { _class_name: 'AutoencoderKLCogVideoX' }],
    [362_893_923, { _class_name: 'AutoencoderDC' }],
    [
      25_614_124,
      {
        _class_name: 'AutoencoderKLWan',
        is_residual: true,
        base_dim: 32,
        decoder_base_dim: 48,
        in_channels: 12,
        out_channels: 12,
        patch_size: 2,
      },
    ],
  ];
  for (const [parameters, config] of cases) assert.equal(parametersOf(read(config).root), parameters);
});

test('decoding a latent video takes the operations that torch counts', () => {
  const flops = (config: Readonly<Record<string, unknown>>): number =>
    buildWorkload(read(config), {
      batch: 1,
      input: 1,
      output: 1,
      resolution: { height: 128, width: 192 },
      frames: 9,
    })
      .phases.flatMap(({ operators }) => operators)
      .reduce((sum, one) => sum + (one.flops ?? 0), 0);
  assert.equal(flops({ _class_name: 'AutoencoderKLWan' }), 1_925_157_814_272);
  assert.equal(flops({ _class_name: 'AutoencoderKLCogVideoX' }), 4_177_967_185_920);
});

test('recommendation models sum their tables and perceptrons', () => {
  const wide = {
    arch_mlp_bot: '13',
    arch_mlp_top: '32-1',
    arch_embedding_size: '100-200',
    arch_sparse_feature_size: 8,
    arch_interaction_op: 'cat',
    model_type: 'wnd',
  };
  const tables = 300 * 8;
  assert.equal(parametersOf(read(wide).root), tables + (29 * 32 + 32) + (32 + 1));
  const tasks = { ...wide, model_type: 'mtwnd', arch_mlp_top: '32-16', arch_mlp_tasks: '16-4-1' };
  const shared = tables + (29 * 32 + 32) + (32 * 16 + 16);
  const task = 16 * 4 + 4 + 4 + 1;
  assert.equal(parametersOf(read(tasks).root), shared + task);
  assert.equal(parametersOf(read({ ...tasks, num_multi_tasks: 3 }).root), shared + 3 * task);
  const ncf = { ...wide, model_type: 'ncf', arch_embedding_size: '10-20-30-40', arch_mlp_top: '32-8-1' };
  assert.equal(parametersOf(read(ncf).root), 100 * 8 + (16 * 32 + 32) + (32 * 8 + 8) + (16 + 1));
});

test('timm models that are listed layer by layer have timm’s counts', () => {
  // timm 1.0.31: parameters and torch's FLOP counter for one image.
  const cases: readonly (readonly [string, number, number])[] = [
    ['beit_base_patch16_224', 86_530_984, 35_127_656_448],
    ['swinv2_base_window8_256', 87_918_816, 40_650_268_672],
    ['maxvit_tiny_tf_224', 30_916_528, 11_103_673_312],
    ['mixer_b16_224', 59_880_472, 25_203_535_872],
    ['xcit_small_12_p16_224', 26_253_304, 9_591_665_664],
    ['inception_v3', 23_834_568, 11_426_432_192],
    ['crossvit_15_240', 27_528_464, 11_581_143_552],
    ['hrnet_w32', 41_232_680, 17_842_266_112],
    ['levit_256', 18_893_876, 2_254_514_688],
    ['mobilevit_s', 5_578_632, 4_001_662_976],
  ];
  for (const [name, parameters, operations] of cases) {
    const model = timmModel(name);
    assert.equal(parametersOf(model.root), parameters, name);
    const { phases } = buildWorkload(model, { batch: 1, input: 1, output: 1 });
    const flops = phases
      .flatMap(({ operators }) => operators)
      .reduce((sum, one) => sum + (one.flops ?? 0), 0);
    assert.equal(flops, operations, name);
  }
  assert.throws(
    () =>
      buildWorkload(timmModel('mixer_b16_224'), {
        batch: 1,
        input: 1,
        output: 1,
        resolution: { height: 64, width: 64 },
      }),
    /its own size/,
  );
});

test('encoders take the operations that torch counts for a text', () => {
  const flops = (config: Readonly<Record<string, unknown>>, input: number): number =>
    buildWorkload(read(config), { batch: 1, input, output: 1 })
      .phases.flatMap(({ operators }) => operators)
      .reduce((sum, one) => sum + (one.flops ?? 0), 0);
  const small = {
    hidden_size: 192,
    intermediate_size: 304,
    num_hidden_layers: 4,
    num_attention_heads: 12,
    vocab_size: 1003,
    max_position_embeddings: 8192,
  };
  const of = (model: string, architecture: string, input = 64): number =>
    flops({ ...small, model_type: model, architectures: [architecture] }, input);
  // The pooler and what scores its vector work on one position.
  assert.equal(of('bert', 'BertModel'), 147_922_944);
  assert.equal(of('bert', 'BertForSequenceClassification'), 147_923_712);
  assert.equal(of('bert', 'BertForMaskedLM'), 177_217_536);
  assert.equal(of('roberta', 'RobertaForSequenceClassification'), 147_923_712);
  assert.equal(of('modernbert', 'ModernBertForMaskedLM'), 207_101_952);
  assert.equal(of('modernbert', 'ModernBertForSequenceClassification'), 177_808_128);
  // Block-sparse: 16 blocks of 64, of which most queries see 8.
  assert.equal(of('big_bird', 'BigBirdForMaskedLM', 1024), 4_421_001_216);
});
