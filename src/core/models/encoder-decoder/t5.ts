import type { Architecture } from '../architecture';
import { attentionBlock, type AttentionBlock } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, parameter, residual, rmsNorm, table } from '../encoder/parts';
import { group, type ModuleNode } from '../graph/node';
import { encoderDecoder, SOURCE, textEncoder } from './architecture';

export interface T5 {
  readonly vocabulary: number;
  readonly width: number;
  readonly heads: number;
  readonly headDim: number;
  readonly inner: number;
  readonly gated: boolean;
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  /** Rows of the table of relative positions, one bias per head. */
  readonly buckets: number;
  /** Every layer has its own table; else the first layer's serves all. */
  readonly biasPerLayer: boolean;
}

const attend = (spec: T5, name: string, more: Partial<AttentionBlock>): ModuleNode =>
  attentionBlock({
    name,
    names: { query: 'q', key: 'k', value: 'v', out: 'o' },
    width: spec.width,
    heads: spec.heads,
    headDim: spec.headDim,
    bias: false,
    outBias: false,
    ...more,
  });

const ffn = (spec: T5): ModuleNode =>
  feedForward({
    name: 'DenseReluDense',
    width: spec.width,
    inner: spec.inner,
    bias: false,
    down: 'wo',
    ...(spec.gated ? { gate: 'wi_0', up: 'wi_1' } : { up: 'wi' }),
  });

const bias = (spec: T5): ModuleNode => parameter('relative_attention_bias', spec.buckets * spec.heads);

const stack = (spec: T5, name: string, layers: number, children: readonly ModuleNode[]): ModuleNode =>
  group(name, [
    ...(spec.biasPerLayer ? [] : [bias(spec)]),
    group('block', spec.biasPerLayer ? [bias(spec), ...children] : children, layers),
    rmsNorm('final_layer_norm', spec.width),
  ]);

const encoder = (spec: T5): ModuleNode =>
  stack(spec, 'encoder', spec.encoderLayers, [
    rmsNorm('layer.0.layer_norm', spec.width),
    attend(spec, 'SelfAttention', {}),
    rmsNorm('layer.1.layer_norm', spec.width),
    ffn(spec),
    residual(spec.width),
  ]);

const decoder = (spec: T5, keysKept: boolean): ModuleNode =>
  stack(spec, 'decoder', spec.decoderLayers, [
    rmsNorm('layer.0.layer_norm', spec.width),
    attend(spec, 'SelfAttention', { causal: true, cached: true }),
    rmsNorm('layer.1.layer_norm', spec.width),
    attend(spec, 'EncDecAttention', { from: { stream: SOURCE, width: spec.width }, cached: true, keysKept }),
    rmsNorm('layer.2.layer_norm', spec.width),
    ffn(spec),
    residual(spec.width, 3),
  ]);

const embedding = (spec: T5): ModuleNode => table('shared', spec.vocabulary, spec.width);

/** T5's encoder on its own, as diffusion models use it. */
export const t5Encoder = (spec: T5): Architecture =>
  textEncoder(group('', [embedding(spec), encoder(spec)]), spec.encoderLayers);

/** T5 (arXiv:1910.10683). Its head is the embedding. */
export const t5Model = (spec: T5): Architecture =>
  encoderDecoder({
    shared: [embedding(spec)],
    encoder: encoder(spec),
    decoder: (keysKept) =>
      group('', [
        decoder(spec, keysKept),
        dense('lm_head', spec.width, spec.vocabulary, { bias: false, tied: true }),
      ]),
    layers: spec.encoderLayers + spec.decoderLayers,
  });
