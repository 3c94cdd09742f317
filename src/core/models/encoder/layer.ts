import type { ModuleNode } from '../graph/node';
import { type AttentionBlock, attentionBlock } from './attention';
import { feedForward, type FeedForward } from './feed-forward';
import { layerNorm, parameter, residual, rmsNorm } from './parts';

export interface EncoderLayer {
  readonly width: number;
  readonly attention: Omit<AttentionBlock, 'width'>;
  readonly ffn: Omit<FeedForward, 'width'>;
  /** Norms before attention and feed-forward, in the framework's spelling. */
  readonly norms: readonly string[];
  readonly norm?: 'layer' | 'rms';
  /** Learned factors on each branch, one per channel (arXiv:2103.17239). */
  readonly layerScales?: readonly string[];
}

/** The modules of one transformer block: attention and feed-forward, each behind its norm. */
export const encoderLayer = (layer: EncoderLayer): readonly ModuleNode[] => {
  const { width } = layer;
  const normed = layer.norm === 'rms' ? rmsNorm : layerNorm;
  return [
    ...layer.norms.map((name) => normed(name, width)),
    attentionBlock({ ...layer.attention, width }),
    feedForward({ ...layer.ffn, width }),
    ...(layer.layerScales ?? []).map((name) => parameter(name, width, { width })),
    residual(width),
  ];
};
