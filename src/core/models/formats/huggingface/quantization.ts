import { type Dtype, isDtype } from '../../../workload/dtype';
import type { Fields } from '../../fields';

/** How a checkpoint's weights are stored. */
export interface Quantization {
  readonly weight: Dtype;
  /** Embeddings and heads are stored so, too. */
  readonly everything: boolean;
  readonly kv?: Dtype;
  /** Modules that are left out, as the config names them: paths, parts of them, `*`, or `re:` and a pattern. */
  readonly excluded: readonly string[];
}

const EXCLUDED_NAMES = [
  'modules_to_not_convert',
  'ignore',
  'exclude_modules',
  'llm_int8_skip_modules',
  'ignored_layers',
];
const DEFAULT_GROUP = 128;

const grouped = (fields: Fields, bits: number, group: number): Dtype => {
  const name =
    bits === 4 && group === DEFAULT_GROUP
      ? 'int4'
      : group <= 0
        ? `int${bits}-channel`
        : `int${bits}-g${group}`;
  if (isDtype(name)) return name;
  if (bits === 8) return 'int8-g128';
  return fields.fail(
    'bits',
    `not known: ${bits} bits in groups of ${group}; expected 2, 3, 4 or 8 bits in groups of 32, 64 or 128`,
  );
};

const readGrouped = (fields: Fields): Dtype =>
  grouped(
    fields,
    fields.count(['bits', 'w_bit']),
    fields.has(['group_size', 'q_group_size'])
      ? (fields.optionalNumber(['group_size', 'q_group_size']) ?? DEFAULT_GROUP)
      : DEFAULT_GROUP,
  );

const readBitsAndBytes = (fields: Fields): Dtype => {
  if (fields.flag(['load_in_8bit', '_load_in_8bit'], false)) return 'int8';
  return fields.flag('bnb_4bit_use_double_quant', false) ? 'nf4-double' : 'nf4';
};

/** compressed-tensors: the first group of modules stands for all. */
const readCompressed = (fields: Fields): Dtype => {
  const [name] = fields.object('config_groups')?.names ?? [];
  const group = name === undefined ? undefined : fields.object('config_groups')?.object(name);
  const weights = group?.object('weights');
  if (weights === undefined)
    return fields.fail(
      'config_groups',
      'config_groups has no weights; expected the bits of at least one group',
    );
  const bits = weights.count('num_bits');
  const isFloat = weights.optionalText('type') === 'float';
  if (bits === 8) return isFloat ? 'fp8' : group?.has('input_activations') === true ? 'int8' : 'int8-g128';
  if (isFloat) return fields.optionalText('format')?.includes('mxfp4') === true ? 'mxfp4' : 'nvfp4';
  return grouped(weights, bits, weights.optionalNumber('group_size') ?? -1);
};

const ALGORITHMS: Readonly<Record<string, Dtype>> = {
  FP8: 'fp8',
  FP8_PB_WO: 'fp8',
  FP8_PER_CHANNEL_PER_TOKEN: 'fp8',
  NVFP4: 'nvfp4',
  NVFP4_AWQ: 'nvfp4',
  MXFP4: 'mxfp4',
  W4A16_AWQ: 'int4',
  W4A8_AWQ: 'int4',
  INT8_SQ: 'int8',
  W8A8_SQ_PER_CHANNEL: 'int8',
};

const readModelOptimizer = (fields: Fields): Dtype => {
  const algorithm = fields.optionalText('quant_algo') ?? '';
  const dtype = ALGORITHMS[algorithm];
  if (dtype === undefined)
    return fields.fail(
      'quant_algo',
      `not known: quant_algo "${algorithm}"; known are ${Object.keys(ALGORITHMS).join(', ')}`,
    );
  return dtype;
};

const METHODS: Readonly<Record<string, (fields: Fields) => Dtype>> = {
  fp8: () => 'fp8',
  fbgemm_fp8: () => 'fp8',
  mxfp4: () => 'mxfp4',
  gptq: readGrouped,
  awq: readGrouped,
  auto_round: readGrouped,
  'auto-round': readGrouped,
  bitsandbytes: readBitsAndBytes,
  'compressed-tensors': readCompressed,
  modelopt: readModelOptimizer,
};

/** MLX writes bits and group alone; it quantises the embedding and the head as well. */
const readMlx = (fields: Fields): Dtype => {
  const bits = fields.count('bits');
  const group = fields.count('group_size');
  const name = `mlx${bits}-g${group}`;
  return isDtype(name) ? name : fields.fail('bits', `not known: ${bits} bits in groups of ${group}`);
};

const readOne = (fields: Fields): Quantization => {
  const method = fields.optionalText('quant_method');
  const excluded = fields.list<string>(EXCLUDED_NAMES, 'string') ?? [];
  if (method === undefined) return { weight: readMlx(fields), everything: true, excluded };
  const read = METHODS[method];
  if (read === undefined) {
    return fields.fail(
      'quant_method',
      `not known: quant_method "${method}"; known are ${Object.keys(METHODS).join(', ')}`,
    );
  }
  const kv =
    fields.optionalText('kv_cache_quant_algo') === 'FP8' ||
    fields.object('kv_cache_scheme')?.optionalCount('num_bits') === 8;
  return { weight: read(fields), everything: false, excluded, ...(kv ? { kv: 'fp8' as const } : {}) };
};

/** The quantisation that a config declares, at its root or with its text part. @throws Problem where it is not known. */
export const readQuantization = (fields: Fields): Quantization | undefined => {
  const own = fields.object(['quantization_config', 'quantization']);
  if (own !== undefined) return readOne(own);
  const text = fields.object('text_config')?.object('quantization_config');
  return text === undefined ? undefined : readOne(text);
};
