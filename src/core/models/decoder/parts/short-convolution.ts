import { convolution } from '../../graph/convolution';
import { elementwise } from '../../graph/elementwise';
import { linear } from '../../graph/linear';
import { group, leaf, type ModuleNode } from '../../graph/node';
import type { LayerContext } from './context';

/** A doubly gated short convolution (LFM2). */
export interface ShortConvolutionPart {
  readonly kind: 'short-convolution';
  readonly kernel: number;
  readonly bias: boolean;
}

export const shortConvolutionNode = ({ hidden }: LayerContext, part: ShortConvolutionPart): ModuleNode =>
  group('conv', [
    leaf('in_proj', linear({ in: hidden, out: 3 * hidden, bias: part.bias, parallel: 'column' })),
    leaf('conv', {
      ...convolution({
        in: hidden,
        out: hidden,
        kernel: [part.kernel],
        groups: hidden,
        bias: part.bias,
      }),
      state: { elementsPerPosition: 0, constantElements: hidden * part.kernel },
    }),
    leaf('gate', elementwise({ reads: 3 * hidden, writes: hidden, parallel: 'column' })),
    leaf('out_proj', linear({ in: hidden, out: hidden, bias: part.bias, parallel: 'row' })),
  ]);
