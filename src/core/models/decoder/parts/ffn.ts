import { group, type ModuleNode } from '../../graph/node';
import type { LayerContext } from './context';
import { type DenseFfn, denseChildren } from './dense';
import { type ExpertsFfn, expertsNode } from './experts';

/** The part of a layer that works on each position alone. */
export type Ffn = DenseFfn | ExpertsFfn;

export const ffnNode = (context: LayerContext, ffn: Ffn): ModuleNode => {
  switch (ffn.kind) {
    case 'dense':
      return group(context.names.ffn, denseChildren(context, ffn));
    case 'experts':
      return expertsNode(context, ffn);
  }
};
