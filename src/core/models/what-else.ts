import type { LocatedValue } from '../text/located';
import type { ConfigText } from './formats/format';

/** Files that belong to a model and are taken for its config, by keys that only they have; dots lead into objects. */
const OTHERS: readonly { readonly keys: readonly string[]; readonly is: string }[] = [
  {
    keys: ['pipe_parallel_size', 'num_layers'],
    is: 'a GPT-NeoX file leaves the vocabulary to its tokenizer; expected --vocab with its words, or the config.json of the model',
  },
  {
    keys: ['ffn_embed_dim', 'n_head'],
    is: 'llm-analysis leaves out what the count needs; expected the config.json of the model',
  },
  {
    keys: ['producer', 'quantization'],
    is: 'this says how a model is quantised; expected the config.json beside it',
  },
  {
    keys: ['train_micro_batch_size_per_gpu', 'zero_optimization'],
    is: 'these are DeepSpeed settings; expected the config of the model they train',
  },
  {
    keys: ['train_batch_size', 'zero_optimization'],
    is: 'these are DeepSpeed settings; expected the config of the model they train',
  },
  {
    keys: ['max-num-batched-tokens'],
    is: 'these are settings of a serving engine; expected the config.json of the model it serves',
  },
  {
    keys: ['servingEngineSpec'],
    is: 'these are settings of a serving stack; expected the config.json of the model it serves',
  },
  {
    keys: ['variants', 'model'],
    is: 'this is a recipe for serving; expected the config.json of the model it names',
  },
  {
    keys: ['pipeline_type', 'checkpoint_path', 'sampler'],
    is: 'these are settings of an LTX-Video pipeline; expected the config.json of its transformer',
  },
  {
    keys: ['model.network_config', 'model.first_stage_config'],
    is: 'this is a network of SwissArmyTransformer, which is not known; expected the diffusers folder of the same model',
  },
  {
    keys: ['model.encoder', 'model.decoder', 'model.share_token_embeddings'],
    is: 'this is an encoder-decoder of NeMo, which is not known; expected the config.json of the same model',
  },
  {
    keys: ['model.dim', 'model.n_groups'],
    is: 'this is a state-space model of lingua, which is not known; expected the config.json of the same model',
  },
  {
    keys: ['num_train_timesteps', '_class_name'],
    is: 'this is a scheduler, which has no weights; expected the config of a transformer, a U-Net or an autoencoder',
  },
  {
    keys: ['num_devices', 'mem_cap', 'mem_bw'],
    is: 'this is a system of MAD-Max; expected one of its model files',
  },
  {
    keys: ['type', 'emb_parallel'],
    is: 'this is a task of MAD-Max; expected one of its model files',
  },
  {
    keys: ['matrix', 'vector', 'mem1', 'networks'],
    is: 'this is a system of calculon; expected one of its application files',
  },
  { keys: ['weight_map'], is: 'this is an index of weights; expected the config.json beside it' },
];

const hasPath = (value: LocatedValue | undefined, [first, ...rest]: readonly string[]): boolean => {
  if (first === undefined) return value !== undefined;
  return value?.type === 'object' && hasPath(value.entries.get(first)?.value, rest);
};

/** What a file is that is no model config, where it is a kind that we know. */
export const whatElse = ({ value }: ConfigText): string | undefined =>
  OTHERS.find(({ keys }) => keys.every((key) => hasPath(value, key.split('.'))))?.is;
