import type { Architecture } from '../architecture';
import { attentionBlock, type AttentionBlock } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, layerNorm, parameter, residual, table } from '../encoder/parts';
import { group, type ModuleNode } from '../graph/node';
import { encoderDecoder, SOURCE } from './architecture';

export interface BartSide {
  readonly layers: number;
  readonly heads: number;
  readonly inner: number;
}

export interface Bart {
  readonly vocabulary: number;
  readonly width: number;
  /** Rows of each side's position table; absent where positions are computed. */
  readonly positions?: number;
  /** A norm behind the embeddings; there unless said. */
  readonly embeddingNorm?: boolean;
  /** A norm behind the last layer of each side, where the others stand before the parts. */
  readonly finalNorm?: boolean;
  readonly encoder: BartSide;
  readonly decoder: BartSide;
  readonly head: boolean;
}

const attend = (spec: Bart, side: BartSide, name: string, more: Partial<AttentionBlock>): ModuleNode =>
  attentionBlock({
    name,
    names: { query: 'q_proj', key: 'k_proj', value: 'v_proj', out: 'out_proj' },
    width: spec.width,
    heads: side.heads,
    headDim: spec.width / side.heads,
    ...more,
  });

const stack = (spec: Bart, name: string, side: BartSide, attentions: readonly ModuleNode[]): ModuleNode =>
  group(name, [
    ...(spec.positions === undefined
      ? []
      : [parameter('embed_positions', spec.positions * spec.width, { width: spec.width })]),
    ...(spec.embeddingNorm === false ? [] : [layerNorm('layernorm_embedding', spec.width)]),
    group(
      'layers',
      [
        ...attentions,
        feedForward({ name: '', width: spec.width, inner: side.inner }),
        layerNorm('final_layer_norm', spec.width),
        residual(spec.width, name.endsWith('decoder') ? 3 : 2),
      ],
      side.layers,
    ),
    ...(spec.finalNorm === true ? [layerNorm('layer_norm', spec.width)] : []),
  ]);

/** BART (arXiv:1910.13461) and its kin: norms after the parts or before them, a tied head. */
export const bartModel = (spec: Bart): Architecture => {
  const { width, encoder, decoder } = spec;
  return encoderDecoder({
    shared: [table('model.shared', spec.vocabulary, width)],
    encoder: stack(spec, 'model.encoder', encoder, [
      attend(spec, encoder, 'self_attn', {}),
      layerNorm('self_attn_layer_norm', width),
    ]),
    decoder: (keysKept) =>
      group('', [
        stack(spec, 'model.decoder', decoder, [
          attend(spec, decoder, 'self_attn', { causal: true, cached: true }),
          layerNorm('self_attn_layer_norm', width),
          attend(spec, decoder, 'encoder_attn', { from: { stream: SOURCE, width }, cached: true, keysKept }),
          layerNorm('encoder_attn_layer_norm', width),
        ]),
        ...(spec.head ? [dense('lm_head', width, spec.vocabulary, { bias: false, tied: true })] : []),
      ]),
    layers: encoder.layers + decoder.layers,
  });
};
