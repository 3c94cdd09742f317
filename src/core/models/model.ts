import type { Architecture } from './architecture';
import type { SourceRange } from '../text/located';
import type { Dtype } from '../workload/dtype';
import type { PhaseName } from '../workload/workload';
import type { ModuleNode } from './graph/node';
import type { StreamShape } from './graph/primitive';
import type { Training } from './training/training';

/** What a model is asked to do. */
export interface Run {
  /** Sequences in flight together. */
  readonly batch: number;
  /** Prompt tokens per sequence. */
  readonly input: number;
  /** Generated tokens per sequence. */
  readonly output: number;
  /** Fixes the positions cached before a decode step; without it, decode is costed at the generation's middle. */
  readonly context?: number;
  readonly weightDtype?: Dtype;
  readonly kvDtype?: Dtype;
  /** Trains on the prompt instead of serving it. */
  readonly training?: Training;
  /** Mixtures of experts under static gating: the share of the tokens that each expert has room for. */
  readonly expertCapacity?: number;
  /** Images that each prompt of a vision-language model holds; none unless said. */
  readonly images?: number;
  /** Pixels of an image or a frame; the config's own size unless said. */
  readonly resolution?: { readonly height: number; readonly width: number };
  /** Frames of a video. */
  readonly frames?: number;
  /** Denoising steps of a diffusion model. */
  readonly steps?: number;
}

/** One phase of a run: which modules it goes through, how often, at which lengths. */
export interface PhasePlan {
  readonly name: PhaseName;
  readonly repeats: number;
  readonly root: ModuleNode;
  readonly shape: StreamShape;
  readonly streams?: Readonly<Record<string, StreamShape>>;
}

/** The formats that a config declares. */
export interface ModelDtype {
  /** Format the weights are stored in; quantised where the config says so. */
  readonly value: Dtype;
  /** False where the config does not say. */
  readonly declared: boolean;
  /** Format of activations beside quantised weights. */
  readonly activation?: Dtype;
  /** Format of embeddings, heads and norms, where it is not the activations'. */
  readonly plain?: Dtype;
  /** Format of routed experts, where it is not `value`. */
  readonly experts?: Dtype;
  /** Format of the key-value cache, where it is not the activations'. */
  readonly kv?: Dtype;
  /** The file tells the format of every tensor; `value` is that of most. */
  readonly byTensor?: boolean;
}

/** An architecture as one config has it. */
export interface Model extends Architecture {
  readonly name: string;
  /** How the config is written: `huggingface`, `diffusers`, … */
  readonly format: string;
  readonly family: string;
  readonly dtype: ModelDtype;
  readonly maxContext?: number;
  /** Where the fields stand that were read, by dotted path. */
  readonly fields: ReadonlyMap<string, { readonly key: SourceRange; readonly value: SourceRange }>;
}
