import { elementwise } from '../../graph/elementwise';
import { experts } from '../../graph/experts';
import { linear } from '../../graph/linear';
import { group, leaf, type ModuleNode } from '../../graph/node';
import type { LayerContext } from './context';
import { denseChildren } from './dense';

/** A mixture of experts: a router, routed experts, and experts that every token passes. */
export interface ExpertsFfn {
  readonly kind: 'experts';
  readonly experts: number;
  readonly perToken: number;
  /** Inner width of one routed expert. */
  readonly width: number;
  readonly gated: boolean;
  readonly bias: boolean;
  readonly routerBias: boolean;
  /** Width that tokens are narrowed to on their way through the routed experts. */
  readonly latent?: number;
  /** Inner width of the shared experts together. */
  readonly sharedWidth?: number;
  /** Whether the shared experts have biases, where the routed ones differ. */
  readonly sharedBias?: boolean;
  /** Each token weighs the shared experts' output by a learned gate. */
  readonly sharedGate?: boolean;
  /** Name of the module where it is not the family's usual one. */
  readonly name?: string;
}

const routed = ({ hidden, names }: LayerContext, ffn: ExpertsFfn): ModuleNode => {
  const outside = ffn.latent ?? hidden;
  const each = { experts: ffn.experts, perToken: ffn.perToken, bias: ffn.bias };
  const into = (name: string) => leaf(name, experts({ ...each, in: outside, out: ffn.width }));
  return group(names.experts, [
    ...(ffn.gated ? [into(names.gate)] : []),
    into(names.up),
    leaf(
      'activation',
      elementwise({
        reads: (ffn.gated ? 2 : 1) * ffn.width * ffn.perToken,
        writes: ffn.width * ffn.perToken,
        parallel: 'expert',
      }),
    ),
    leaf(names.down, experts({ ...each, in: ffn.width, out: outside })),
  ]);
};

const shared = (context: LayerContext, ffn: ExpertsFfn): readonly ModuleNode[] =>
  ffn.sharedWidth === undefined
    ? []
    : [
        group(
          context.names.sharedExperts,
          denseChildren(context, {
            kind: 'dense',
            width: ffn.sharedWidth,
            gated: ffn.gated,
            bias: ffn.sharedBias ?? ffn.bias,
          }),
        ),
        ...(ffn.sharedGate === true
          ? [leaf('shared_expert_gate', linear({ in: context.hidden, out: 1, plain: true }))]
          : []),
      ];

export const expertsNode = (context: LayerContext, ffn: ExpertsFfn): ModuleNode => {
  const { hidden, names } = context;
  const router = linear({
    in: hidden,
    out: ffn.experts,
    bias: ffn.routerBias,
    plain: true,
    parallel: 'replicated',
  });
  const narrowed = (name: string, from: number, to: number) =>
    leaf(name, linear({ in: from, out: to, parallel: 'replicated' }));
  return group(ffn.name ?? names.ffn, [
    leaf(names.router, router),
    ...(ffn.latent === undefined ? [] : [narrowed('fc1_latent_proj', hidden, ffn.latent)]),
    routed(context, ffn),
    ...(ffn.latent === undefined ? [] : [narrowed('fc2_latent_proj', ffn.latent, hidden)]),
    ...shared(context, ffn),
    leaf(
      'combine',
      elementwise({
        reads: ffn.perToken * hidden,
        writes: hidden,
        category: 'routing',
        parallel: 'replicated',
      }),
    ),
  ]);
};
