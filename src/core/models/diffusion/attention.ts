import { attentionBlock } from '../encoder/attention';
import { layerNorm } from '../encoder/parts';
import { group, type ModuleNode } from '../graph/node';
import { DIFFUSERS_ATTENTION } from './transformer';

/** Attention over the positions of a feature map, with its norm and all biases: autoencoders and early U-Nets. */
export const mapAttention = (name: string, channels: number, heads: number): ModuleNode =>
  group(name, [
    layerNorm('group_norm', channels),
    attentionBlock({
      name: '',
      names: DIFFUSERS_ATTENTION,
      width: channels,
      heads,
      headDim: channels / heads,
    }),
  ]);
