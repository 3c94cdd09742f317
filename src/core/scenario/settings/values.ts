import { Problem } from '../../problem';
import { ZERO_STAGES } from '../../cluster/ranks/layout';
import { type LocatedValue, positionAt } from '../../text/located';
import type { Dtype } from '../../workload/dtype';
import type { Settings, SettingsField, Target } from './settings';

type Scalar = string | number | boolean | null;
type Said = Omit<Settings, 'format' | 'title' | 'task' | 'engine' | 'fields'>;

/** Formats by the words that engines and frameworks have for them. */
const DTYPES: Readonly<Record<string, Dtype>> = {
  bfloat16: 'bf16',
  bf16: 'bf16',
  float16: 'fp16',
  fp16: 'fp16',
  half: 'fp16',
  float32: 'fp32',
  float: 'fp32',
  fp32: 'fp32',
};

const QUANTISED: Readonly<Record<string, Dtype>> = {
  fp8: 'fp8',
  w8a8_fp8: 'fp8',
  fbgemm_fp8: 'fp8',
  fp8_block_scales: 'fp8',
  awq: 'int4',
  awq_marlin: 'int4',
  gptq: 'int4',
  gptq_marlin: 'int4',
  w4a16_awq: 'int4',
  bitsandbytes: 'nf4',
  int8: 'int8',
  w8a8_int8: 'int8',
  nvfp4: 'nvfp4',
  modelopt_fp4: 'nvfp4',
  mxfp4: 'mxfp4',
};

const CACHES: Readonly<Record<string, Dtype>> = {
  ...DTYPES,
  fp8: 'fp8',
  fp8_e4m3: 'fp8',
  fp8_e5m2: 'fp8',
  int8: 'int8',
  nvfp4: 'nvfp4',
};

const OPTIMIZERS: Readonly<Record<string, 'adam' | 'sgd' | 'adafactor' | 'adam-8bit'>> = {
  adam: 'adam',
  adamw: 'adam',
  fusedadam: 'adam',
  cpuadam: 'adam',
  deepspeedcpuadam: 'adam',
  sgd: 'sgd',
  adafactor: 'adafactor',
  adam8bit: 'adam-8bit',
  adamw8bit: 'adam-8bit',
};

const CHECKPOINTING: Readonly<Record<string, 'none' | 'selective' | 'full'>> = {
  none: 'none',
  selective: 'selective',
  full: 'full',
};

/** Words that leave a field to the program. */
const OPEN = new Set(['auto', 'none', '']);

/** One field's value, told what it must be. */
export class Value {
  constructor(
    private readonly text: string,
    private readonly path: string,
    private readonly value: LocatedValue,
  ) {}

  get scalar(): Scalar {
    return this.value.type === 'scalar' ? this.value.value : this.wrong('a single value');
  }

  /** A whole number of at least 1; undefined where the program is to find it (-1, auto). */
  count(): number | undefined {
    const value = this.scalar;
    if (value === null || value === -1 || (typeof value === 'string' && OPEN.has(value))) return undefined;
    const number = typeof value === 'string' ? Number(value.replace(/_/g, '')) : value;
    return typeof number === 'number' && Number.isSafeInteger(number) && number >= 1
      ? number
      : this.wrong('a whole number of at least 1');
  }

  flag(): boolean | undefined {
    const value = this.scalar;
    if (value === null || value === 'auto') return undefined;
    return typeof value === 'boolean' ? value : this.wrong('true or false');
  }

  word<T>(words: Readonly<Record<string, T>>): T | undefined {
    const value = this.scalar;
    if (value === null) return undefined;
    const word = String(value).toLowerCase();
    if (OPEN.has(word) && !Object.hasOwn(words, word)) return undefined;
    return Object.hasOwn(words, word) ? words[word] : this.wrong(`one of ${Object.keys(words).join(', ')}`);
  }

  name(): string | undefined {
    const value = this.scalar;
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** A stage, or a flag that stands for the first one. */
  zero(): (typeof ZERO_STAGES)[number] | undefined {
    const value = this.scalar;
    if (typeof value === 'boolean') return value ? 1 : 0;
    return ZERO_STAGES.find((stage) => stage === value) ?? this.wrong('a stage from 0 to 3');
  }

  private wrong(expected: string): never {
    const shown = this.value.type === 'scalar' ? JSON.stringify(this.value.value) : 'not a single value';
    throw new Problem(
      `${this.path} is ${shown}; expected ${expected}`,
      positionAt(this.text, this.value.range.start),
    );
  }
}

const given = <K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } =>
  value === undefined ? {} : ({ [key]: value } as { [P in K]?: T });

const precision = (on: boolean | undefined, dtype: Dtype): Partial<Said> =>
  on === true ? { weightDtype: dtype } : {};

/** What a field says, merged into what the others have said. @throws Problem where its value cannot be. */
export const merge = (said: Said, target: Target, value: Value): Said => {
  switch (target) {
    case 'model':
      return { ...said, ...given('model', value.name()) };
    case 'tensor':
    case 'pipeline':
    case 'data':
    case 'expert':
    case 'context':
      return { ...said, parallelism: { ...said.parallelism, ...given(target, value.count()) } };
    case 'spreadExperts':
      return { ...said, ...given(target, value.flag()) };
    case 'microbatch':
    case 'interleave':
      return { ...said, layout: { ...said.layout, ...given(target, value.count()) } };
    case 'zero':
      return { ...said, layout: { ...said.layout, ...given('zero', value.zero()) } };
    case 'sequence':
      return { ...said, layout: { ...said.layout, ...given('sequence', value.flag()) } };
    case 'batch':
    case 'input':
    case 'maxContext':
      return { ...said, ...given(target, value.count()) };
    case 'weights':
      return { ...said, ...given('weightDtype', value.word(DTYPES)) };
    case 'bf16':
    case 'fp16':
      return { ...said, ...precision(value.flag(), target) };
    case 'quantization':
      return { ...said, ...given('weightDtype', value.word({ ...DTYPES, ...QUANTISED })) };
    case 'kv':
      return { ...said, ...given('kvDtype', value.word(CACHES)) };
    case 'checkpointing':
      return {
        ...said,
        training: { ...said.training, ...given('checkpointing', value.word(CHECKPOINTING)) },
      };
    case 'optimizer':
      return { ...said, training: { ...said.training, ...given('optimizer', value.word(OPTIMIZERS)) } };
    case 'gradients': {
      const wide = value.scalar === true || value.scalar === 'fp32';
      return wide ? { ...said, training: { ...said.training, gradients: 'fp32' } } : said;
    }
  }
};

export type { Said, SettingsField };
