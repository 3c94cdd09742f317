import type { Parallelism } from '../../cluster/parallelism';
import type { MemoryLayout } from '../../cluster/ranks/layout';
import type { Training } from '../../models/training/training';
import type { SourceRange } from '../../text/located';
import type { Dtype } from '../../workload/dtype';

/** What the settings of a serving or training program say of how a model runs; what is absent they leave open. */
export interface Settings {
  /** Whose settings: `vllm`, `torchtitan`, … */
  readonly format: string;
  readonly title: string;
  readonly task: 'serve' | 'train';
  /** As `--engine` takes it. */
  readonly engine?: string;
  /** The same file describes the model. */
  readonly ownModel?: boolean;
  /** Model they name, on a hub or by path. */
  readonly model?: string;
  readonly parallelism: Partial<Parallelism>;
  readonly layout: Partial<MemoryLayout>;
  /** Sequences in flight over all accelerators. */
  readonly batch?: number;
  /** Positions of a sequence. */
  readonly input?: number;
  /** Positions that the engine has room for, per sequence. */
  readonly maxContext?: number;
  /** Experts are spread over all accelerators. */
  readonly spreadExperts?: boolean;
  readonly weightDtype?: Dtype;
  readonly kvDtype?: Dtype;
  readonly training?: Partial<Training>;
  /** Fields that say so, by dotted path, with what they were taken for. */
  readonly fields: readonly SettingsField[];
}

export interface SettingsField {
  readonly path: string;
  readonly target: Target;
  readonly value: string;
  /** Of the value, and of its name. */
  readonly range: SourceRange;
  readonly key: SourceRange;
}

/** What a field of settings can say. */
export const TARGETS = [
  'model',
  'tensor',
  'pipeline',
  'data',
  'expert',
  'spreadExperts',
  'context',
  'zero',
  'sequence',
  'microbatch',
  'interleave',
  'batch',
  'input',
  'maxContext',
  'weights',
  'bf16',
  'fp16',
  'quantization',
  'kv',
  'checkpointing',
  'optimizer',
  'gradients',
] as const;
export type Target = (typeof TARGETS)[number];
