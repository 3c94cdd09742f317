import { bytes, flops } from '../../units/quantity';
import { bytesPerElement, type Dtype, isWeightOnly } from '../../workload/dtype';
import type { Operator, OperatorBytes, ParallelKind, PhaseName } from '../../workload/workload';

/** The positions a part of a model works on in one pass. */
export interface StreamShape {
  /** Sequences (requests, images) in the batch. */
  readonly sequences: number;
  /** New positions per sequence. */
  readonly query: number;
  /** Positions there are per sequence after this pass: earlier ones, whose keys are cached, and the new ones. */
  readonly context: number;
}

export interface Formats {
  /** Stored format of matrix weights; embeddings and norms stay in `activation` when it is narrower. */
  readonly weight: Dtype;
  readonly activation: Dtype;
  readonly kv: Dtype;
  /** Stored format of embeddings, heads and norms, where it is neither the weights' nor the activations'. */
  readonly plain?: Dtype;
  /** Stored format of routed experts, where it is not that of the other matrices. */
  readonly experts?: Dtype;
  /** The run stores the weights in another format than the file does. */
  readonly converted?: boolean;
}

/** One run of a part of the model. */
export interface Pass extends StreamShape {
  readonly phase: PhaseName;
  readonly formats: Formats;
  /** Other streams by name, for cross-attention: an encoder's positions, an image's patches. */
  readonly streams: Readonly<Record<string, StreamShape>>;
  /** Static gating: the share of the tokens that each expert has room for. Absent means no padding. */
  readonly expertCapacity?: number;
}

/** What one execution of a primitive does; the tree gives it its place and its count. */
export type OperatorDraft = Omit<
  Operator,
  'module' | 'count' | 'parameters' | 'activeParameters' | 'name'
> & {
  /** Appended to the module's name where a primitive does more than one thing. */
  readonly suffix?: string;
};

/** What stays on the device between passes, per sequence. */
export interface State {
  /** Elements per cached position. */
  readonly elementsPerPosition: number;
  /** Positions kept at most (sliding window). */
  readonly window?: number;
  /** Elements that do not grow with the context (state-space layers). */
  readonly constantElements?: number;
  /** Bytes per position beside the cache proper, such as an indexer's keys. */
  readonly bytesBeside?: number;
}

/** Weights that are not all stored alike: the format of most, and the mean bits of one, scales included. */
export interface StoredFormat {
  readonly dtype: Dtype;
  readonly bits: number;
}

/** A layer of a model that has weights or does work: what it stores, and what a pass through it costs. */
export interface Primitive {
  readonly kind: string;
  /** Weights of its own; 0 where they are shared with another primitive. */
  readonly parameters: number;
  /** Weights that one token uses; absent means all. */
  readonly activeParameters?: number;
  /** Stored in the narrow weight format when the model is quantised. */
  readonly quantised: boolean;
  /** Format of its own that it is stored in, where a file says so tensor by tensor. */
  readonly stored?: StoredFormat;
  readonly state?: State;
  operators(pass: Pass): readonly OperatorDraft[];
}

export const tokensOf = (pass: StreamShape): number => pass.sequences * pass.query;

/** Format of weights that quantisers leave alone: embeddings, norms, routers, heads. */
export const plainFormat = ({ weight, activation, plain }: Formats): Dtype =>
  plain ?? (bytesPerElement(weight) < bytesPerElement(activation) ? activation : weight);

/** Format of a matrix product's arithmetic. */
export const arithmeticFormat = ({ weight, activation }: Formats, quantised: boolean): Dtype =>
  quantised && !isWeightOnly(weight) ? weight : activation;

export const traffic = (moved: {
  readonly weights?: number;
  readonly read?: number;
  readonly written?: number;
  readonly kvRead?: number;
  readonly kvWritten?: number;
}): OperatorBytes => ({
  weights: bytes(moved.weights ?? 0),
  read: bytes(moved.read ?? 0),
  written: bytes(moved.written ?? 0),
  kvRead: bytes(moved.kvRead ?? 0),
  kvWritten: bytes(moved.kvWritten ?? 0),
});

/** Two operations per multiply-add of an m × k by k × n product. */
export const matmulFlops = (m: number, n: number, k: number) => flops(2 * m * n * k);

export type { ParallelKind };
