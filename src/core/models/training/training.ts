/** How weights are updated, by what is kept per weight beside it. */
export const OPTIMIZERS = ['adam', 'adam-8bit', 'adafactor', 'sgd'] as const;
export type Optimizer = (typeof OPTIMIZERS)[number];

/** Which activations a forward pass keeps: all that the backward pass reads, or each layer's input alone. */
export const CHECKPOINTING = ['none', 'full'] as const;
export type Checkpointing = (typeof CHECKPOINTING)[number];

/** Low-rank adapters (arXiv:2106.09685): two matrices of this rank beside each projection that is named. */
export interface Adapters {
  readonly rank: number;
  /** Last parts of the module paths that get one, such as `q_proj`. */
  readonly targets: readonly string[];
}

export interface Training {
  readonly optimizer: Optimizer;
  readonly checkpointing: Checkpointing;
  /** Adapters learn in place of the weights, which stay as they are. */
  readonly adapters?: Adapters;
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
