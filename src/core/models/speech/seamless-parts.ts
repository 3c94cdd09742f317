import { attentionBlock, type AttentionBlock } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { layerNorm, residual } from '../encoder/parts';
import { SOURCE } from '../encoder-decoder/architecture';
import { group, type ModuleNode } from '../graph/node';
import type { Conformer } from './conformer';
import type { HifiGan } from './hifi-gan';

export interface SeamlessSide {
  readonly layers: number;
  readonly heads: number;
  readonly inner: number;
}

export interface Seamless {
  readonly width: number;
  readonly vocabulary: number;
  readonly speech:
    | {
        readonly conformer: Conformer;
        readonly layers: number;
        readonly features: number;
        readonly adapter: { readonly layers: number; readonly kernel: number; readonly stride: number };
      }
    | undefined;
  readonly text: SeamlessSide | undefined;
  readonly decoder: SeamlessSide;
  readonly voice: SeamlessVoice | undefined;
}

/** From the decoder's text to sound: units of 20 ms, then samples. */
export interface SeamlessVoice {
  readonly units: number;
  readonly encoder: SeamlessSide;
  readonly decoder: SeamlessSide;
  /** The second version yields all units at once, from letters and how long each lasts. */
  readonly letters:
    | {
        readonly vocabulary: number;
        readonly width: number;
        readonly inner: number;
        readonly kernel: number;
      }
    | undefined;
  readonly vocoder: {
    readonly gan: HifiGan;
    readonly units: number;
    readonly unitWidth: number;
    readonly speakers: number;
    readonly speakerWidth: number;
    readonly languages: number;
    readonly languageWidth: number;
    readonly kernel: number;
    readonly rate: number;
  };
}

export const attend = (
  spec: Seamless,
  side: SeamlessSide,
  name: string,
  more: Partial<AttentionBlock>,
): ModuleNode =>
  attentionBlock({
    name,
    names: { query: 'q_proj', key: 'k_proj', value: 'v_proj', out: 'out_proj' },
    width: spec.width,
    heads: side.heads,
    headDim: spec.width / side.heads,
    ...more,
  });

export const encoderStack = (spec: Seamless, name: string, side: SeamlessSide): ModuleNode =>
  group(name, [
    group(
      'layers',
      [
        layerNorm('self_attn_layer_norm', spec.width),
        attend(spec, side, 'self_attn', {}),
        layerNorm('ffn_layer_norm', spec.width),
        feedForward({ name: 'ffn', width: spec.width, inner: side.inner, fields: ['encoder_ffn_dim'] }),
        residual(spec.width),
      ],
      side.layers,
    ),
    layerNorm('layer_norm', spec.width),
  ]);

/** @param kept Positions of the other side whose keys stay; @param keysKept They are there from an earlier pass. */
export const decoderStack = (
  spec: Seamless,
  name: string,
  side: SeamlessSide,
  keysKept: boolean,
  self: Partial<AttentionBlock> = {},
  kept?: number,
): ModuleNode =>
  group(name, [
    group(
      'layers',
      [
        layerNorm('self_attn_layer_norm', spec.width),
        attend(spec, side, 'self_attn', { causal: true, cached: true, ...self }),
        layerNorm('cross_attention_layer_norm', spec.width),
        attend(spec, side, 'cross_attention', {
          from: { stream: SOURCE, width: spec.width },
          cached: true,
          keysKept,
          ...(kept === undefined ? {} : { keptPositions: kept }),
        }),
        layerNorm('ffn_layer_norm', spec.width),
        feedForward({ name: 'ffn', width: spec.width, inner: side.inner, fields: ['decoder_ffn_dim'] }),
        residual(spec.width, 3),
      ],
      side.layers,
    ),
    layerNorm('layer_norm', spec.width),
  ]);
