import type { ModuleNode } from '../graph/node';
import type { Mixer } from './parts/mixer';
import type { Ffn } from './parts/ffn';

export type NormWeights = 'scale' | 'scale-shift' | 'none';

/** Alike layers. A model lists one entry per kind, with how many there are. */
export interface DecoderLayer {
  readonly count: number;
  /** Tells kinds of layers apart in module paths; absent where all are alike. */
  readonly label?: string;
  /** Mixes positions: attention, a state-space scan, a convolution. */
  readonly mixer?: Mixer;
  readonly ffn?: Ffn;
  /** Names of the norms of a layer, in the framework's spelling. */
  readonly norms: readonly string[];
  /** Modules of the layer beside those. */
  readonly beside?: readonly ModuleNode[];
}

/** What the module names of a family are, so that operators read like the framework's own. */
export interface DecoderNames {
  readonly layers: string;
  readonly embedding: string;
  readonly positions?: string;
  readonly mixer: string;
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly out: string;
  readonly ffn: string;
  readonly gate: string;
  readonly up: string;
  readonly down: string;
  readonly router: string;
  readonly experts: string;
  readonly sharedExperts: string;
  readonly embeddingNorm: string;
  readonly finalNorm: string;
  readonly head: string;
}

/** What follows the last layer: a row of logits per token, a score per label, or nothing. */
export type Head =
  | { readonly kind: 'language'; readonly tied: boolean; readonly bias: boolean }
  | {
      readonly kind: 'classifier';
      readonly labels: number;
      readonly bias: boolean;
      /** Scores every position, not only the last. */
      readonly perToken?: boolean;
    }
  | { readonly kind: 'none' };

/** A decoder-only model: an embedding, layers, a norm, a head. */
export interface DecoderSpec {
  /** 0 where the model has no embedding of its own. */
  readonly vocabulary: number;
  readonly hidden: number;
  /** Width of the embedding and the head where it is not the hidden size; matrices lead from one to the other. */
  readonly embeddingWidth?: number;
  readonly layers: readonly DecoderLayer[];
  readonly norm: NormWeights;
  readonly embeddingNorm?: boolean;
  /** Absent means there is one. */
  readonly finalNorm?: boolean;
  /** Rows of a learned position table; rotary and other computed positions have none. */
  readonly learnedPositions?: number;
  readonly rotary: boolean;
  readonly head: Head;
  /** Modules that stand beside the path of a token. */
  readonly beside?: readonly ModuleNode[];
  readonly names: DecoderNames;
}
