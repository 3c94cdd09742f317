import type { Architecture } from '../architecture';
import { outputTokens } from '../decoder/plan';
import { group, type ModuleNode } from '../graph/node';
import { stream, within } from '../graph/within';
import type { PhasePlan, Run } from '../model';

/** The stream that decoders look back at. */
export const SOURCE = 'encoder';

export interface EncoderDecoder {
  /** Tables that both sides look up in: stored once, so they stand at the root. */
  readonly shared: readonly ModuleNode[];
  readonly encoder: ModuleNode;
  /** @param keysKept The keys and values of the encoder's output are there from an earlier pass. */
  decoder(keysKept: boolean): ModuleNode;
  readonly layers: number;
}

/** Reads the source once, then writes token by token: the first step from `first`, the others from `next`. */
export const encodeThenDecode = (
  encode: ModuleNode,
  first: ModuleNode,
  next: ModuleNode,
  { batch, input, output, context }: Run,
): readonly PhasePlan[] => {
  const source = { sequences: batch, query: input, context: input };
  const streams = { [SOURCE]: source };
  return [
    { name: 'encode', repeats: 1, root: encode, shape: source },
    {
      name: 'prefill',
      repeats: 1,
      root: first,
      shape: { sequences: batch, query: 1, context: 1 },
      streams,
    },
    {
      name: 'decode',
      repeats: output - 1,
      root: next,
      shape: { sequences: batch, query: 1, context: (context ?? Math.round((output - 1) / 2)) + 1 },
      streams,
    },
  ];
};

/**
 * The encoder reads the prompt once; the decoder starts from one token, and its first step projects the encoder's
 * output to keys and values that the other steps use again. Keys of prompt and answer are equally wide, so the
 * decoder's own cache over all positions is what both take together.
 */
export const encoderDecoder = ({ shared, encoder, decoder, layers }: EncoderDecoder): Architecture => {
  const first = decoder(false);
  const next = decoder(true);
  const whole = group('', [...shared, encoder]);
  const forward = ({ batch, input, output }: Run): ReturnType<Architecture['plan']> => {
    const source = { sequences: batch, query: input, context: input };
    const target = { sequences: batch, query: output, context: output };
    return [
      { name: 'encode', repeats: 1, root: whole, shape: source },
      { name: 'prefill', repeats: 1, root: first, shape: target, streams: { [SOURCE]: source } },
    ];
  };
  return {
    root: group('', [...shared, within(encoder, stream(SOURCE)), first]),
    layers,
    unit: 'token',
    plan: (run) => encodeThenDecode(whole, first, next, run),
    forward,
    units: outputTokens,
  };
};

/** An encoder on its own: one pass over each text. */
export const textEncoder = (root: ModuleNode, layers: number): Architecture => ({
  root,
  layers,
  unit: 'request',
  plan: ({ batch, input }) => [
    { name: 'encode', repeats: 1, root, shape: { sequences: batch, query: input, context: input } },
  ],
  units: ({ batch }) => batch,
});
