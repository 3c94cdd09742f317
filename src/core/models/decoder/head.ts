import { linear } from '../graph/linear';
import { leaf, type ModuleNode } from '../graph/node';
import type { DecoderSpec } from './spec';

export const headNodes = ({
  head,
  hidden,
  embeddingWidth,
  vocabulary,
  names,
}: DecoderSpec): readonly ModuleNode[] => {
  switch (head.kind) {
    case 'language':
      return [
        leaf(
          names.head,
          linear({
            in: embeddingWidth ?? hidden,
            out: vocabulary,
            bias: head.bias,
            plain: true,
            tied: head.tied,
            lastPositionOnly: true,
            parallel: 'vocabulary',
          }),
        ),
      ];
    case 'classifier':
      return [
        leaf(
          'score',
          linear({
            in: hidden,
            out: head.labels,
            bias: head.bias,
            plain: true,
            lastPositionOnly: head.perToken !== true,
          }),
        ),
      ];
    case 'none':
      return [];
  }
};
