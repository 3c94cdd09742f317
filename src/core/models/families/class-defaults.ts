import data from './class-defaults.yaml';

type Defaults = Readonly<Record<string, number>>;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** What the config class of a `model_type` gives numbers that a config leaves out; nothing where it is not listed. */
export const classDefaults = (modelType: string): Defaults => {
  const models = isRecord(data) && isRecord(data['models']) ? data['models'] : {};
  const found = models[modelType];
  if (!isRecord(found)) return {};
  const numbers = Object.entries(found).map(([name, value]): [string, number] => {
    if (typeof value !== 'number')
      throw new Error(`class-defaults.yaml: ${modelType}.${name} is not a number`);
    return [name, value];
  });
  return Object.fromEntries(numbers);
};

/** The sizes that make a model what it is: a config of its own that leaves them out is more likely torn than meant. */
const MAIN_SIZES =
  /^(vocab_size|hidden_size|intermediate_size|n_embd|n_embed|d_model|d_ff|d_kv|dim|hidden_dim|ffn_dim|n_positions|(num_)?(hidden_)?layers|n_layers?|num_attention_heads|num_heads|n_heads?|(en|de)coder_(layers|attention_heads|ffn_dim))$/;

/** The same without the main sizes, which the root of a config must give itself. */
export const optionalDefaults = (modelType: string): Defaults =>
  Object.fromEntries(Object.entries(classDefaults(modelType)).filter(([name]) => !MAIN_SIZES.test(name)));
