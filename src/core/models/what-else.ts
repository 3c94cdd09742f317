import type { ConfigText } from './formats/format';

/** Files that belong to a model and are taken for its config, by keys that only they have. */
const OTHERS: readonly { readonly keys: readonly string[]; readonly is: string }[] = [
  {
    keys: ['pipe_parallel_size', 'num_layers'],
    is: 'a GPT-NeoX file leaves the vocabulary to its tokenizer; expected the config.json of the model',
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
  { keys: ['weight_map'], is: 'this is an index of weights; expected the config.json beside it' },
];

/** What a file is that is no model config, where it is a kind that we know. */
export const whatElse = ({ value }: ConfigText): string | undefined =>
  OTHERS.find(({ keys }) => keys.every((key) => value.entries.has(key)))?.is;
