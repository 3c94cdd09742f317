import type { ModuleNode } from '../../graph/node';
import { type AttentionPart, attentionNode } from './attention';
import { type CompressedAttentionPart, compressedAttentionNode } from './compressed';
import type { LayerContext } from './context';
import { type GatedDeltaPart, gatedDeltaNode } from './gated-delta';
import { type LatentAttentionPart, latentAttentionNode } from './latent';
import { type MambaPart, mambaNode } from './mamba';
import { type Mamba2Part, mamba2Node } from './mamba2';
import { type ShortConvolutionPart, shortConvolutionNode } from './short-convolution';

/** A mixer of a kind that one family alone has, made of modules. */
export interface ModulesPart {
  readonly kind: 'modules';
  readonly node: ModuleNode;
}

/** The part of a layer in which positions see one another. */
export type Mixer =
  | AttentionPart
  | LatentAttentionPart
  | CompressedAttentionPart
  | MambaPart
  | Mamba2Part
  | GatedDeltaPart
  | ShortConvolutionPart
  | ModulesPart;

export const mixerNode = (context: LayerContext, part: Mixer): ModuleNode => {
  switch (part.kind) {
    case 'attention':
      return attentionNode(context, part);
    case 'latent':
      return latentAttentionNode(context, part);
    case 'compressed':
      return compressedAttentionNode(context, part);
    case 'mamba':
      return mambaNode(context, part);
    case 'mamba2':
      return mamba2Node(context, part);
    case 'gated-delta':
      return gatedDeltaNode(context, part);
    case 'modules':
      return part.node;
    case 'short-convolution':
      return shortConvolutionNode(context, part);
  }
};
