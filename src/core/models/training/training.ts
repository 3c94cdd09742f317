/** How weights are updated, by what is kept per weight beside it. */
export const OPTIMIZERS = ['adam', 'adam-8bit', 'adafactor', 'sgd'] as const;
export type Optimizer = (typeof OPTIMIZERS)[number];

/**
 * Which activations a forward pass keeps: all that the backward pass reads, all but what attention makes of its queries,
 * keys and values (arXiv:2205.05198; a fused kernel keeps nothing of that anyway), or each layer's input alone.
 */
export const CHECKPOINTING = ['none', 'selective', 'full'] as const;
export type Checkpointing = (typeof CHECKPOINTING)[number];

/** Low-rank adapters (arXiv:2106.09685): two matrices of this rank beside each projection that is named. */
export interface Adapters {
  readonly rank: number;
  /** Last parts of the module paths that get one, such as `q_proj`. */
  readonly targets: readonly string[];
}

/** A recurrent side network (READ, arXiv:2305.15348): a GRU over the layers' outputs, of this hidden width. */
export interface SideNetwork {
  readonly width: number;
}

/** Whether the S × S scores of attention are stored, or stay inside one kernel. */
export const ATTENTION_KERNELS = ['fused', 'eager'] as const;
export type AttentionKernel = (typeof ATTENTION_KERNELS)[number];

/** Bytes of a gradient: as wide as the activations (arXiv:1910.02054), or 32 bits as Megatron keeps them. */
export const GRADIENT_DTYPES = ['bf16', 'fp32'] as const;
export type GradientDtype = (typeof GRADIENT_DTYPES)[number];

export interface Training {
  readonly optimizer: Optimizer;
  readonly checkpointing: Checkpointing;
  /** Adapters learn in place of the weights, which stay as they are. */
  readonly adapters?: Adapters;
  /** Learns in place of the weights; nothing is sent back through the model. */
  readonly side?: SideNetwork;
  /** Fused unless said. */
  readonly attention?: AttentionKernel;
  /** Masks of dropout are kept; none unless said. */
  readonly dropout?: boolean;
  /** As wide as the activations unless said. */
  readonly gradients?: GradientDtype;
}

/**
 * Bytes kept per learned weight beside the weight and its gradient: a 32-bit copy, and the moments.
 * Adam has two of 32 bits (arXiv:1412.6980; 12 bytes in all, arXiv:1910.02054), 8-bit Adam two of 8 bits with a scale
 * per 2,048 (arXiv:2110.02861), Adafactor rows and columns only, which are less than a thousandth (arXiv:1804.04235).
 */
export const optimizerBytes: Readonly<Record<Optimizer, number>> = {
  adam: 4 + 4 + 4,
  'adam-8bit': 4 + 2 * (1 + 4 / 2048),
  adafactor: 4,
  sgd: 4 + 4,
};
