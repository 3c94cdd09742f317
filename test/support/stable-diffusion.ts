/** The index of a pipeline, and the configs of its components by path from its folder. */
export const INDEX = {
  _class_name: 'StableDiffusionPipeline',
  scheduler: ['diffusers', 'PNDMScheduler'],
  text_encoder: ['transformers', 'CLIPTextModel'],
  unet: ['diffusers', 'UNet2DConditionModel'],
  vae: ['diffusers', 'AutoencoderKL'],
};
export const COMPONENTS = {
  'text_encoder/config.json': {
    model_type: 'clip_text_model',
    architectures: ['CLIPTextModel'],
    hidden_size: 768,
    intermediate_size: 3072,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    vocab_size: 49408,
    max_position_embeddings: 77,
  },
  'unet/config.json': { _class_name: 'UNet2DConditionModel', cross_attention_dim: 768, sample_size: 64 },
  'vae/config.json': {
    _class_name: 'AutoencoderKL',
    block_out_channels: [128, 256, 512, 512],
    down_block_types: Array<string>(4).fill('DownEncoderBlock2D'),
    up_block_types: Array<string>(4).fill('UpDecoderBlock2D'),
    latent_channels: 4,
    layers_per_block: 2,
  },
};
