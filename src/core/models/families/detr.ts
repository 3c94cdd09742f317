import { type Grid, on, stepped } from '../convolution/grid';
import { type ResNet, resnetTree } from '../convolution/resnet';
import { readLayers } from '../decoder/read';
import { crossAttention } from '../encoder/cross';
import { feedForward } from '../encoder/feed-forward';
import { dense, layerNorm, parameter, residual, table } from '../encoder/parts';
import type { Fields } from '../fields';
import { convolution } from '../graph/convolution';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { imageModel, readClass, readLabels } from '../vision/image';
import type { Family } from './family';
import { readResNet } from './resnet';

/** A photograph of 640 × 480 as the processor scales it: its shorter side becomes 800. */
const IMAGE: Grid = { height: 800, width: 1066 };
/** Times that the backbone halves the image. */
const HALVINGS = 5;
/** Rows and columns of the table of learned positions. */
const PLACES = 50;

/** The backbones of timm that DETR is published with. */
const BACKBONES: Readonly<Record<string, Pick<ResNet, 'layers' | 'block'>>> = {
  resnet18: { layers: [2, 2, 2, 2], block: 'basic' },
  resnet34: { layers: [3, 4, 6, 3], block: 'basic' },
  resnet50: { layers: [3, 4, 6, 3], block: 'bottleneck' },
  resnet101: { layers: [3, 4, 23, 3], block: 'bottleneck' },
  resnet152: { layers: [3, 8, 36, 3], block: 'bottleneck' },
};

const readBackbone = (fields: Fields): ResNet => {
  const nested = fields.object('backbone_config');
  if (nested?.optionalText('model_type') === 'resnet') return readResNet(nested, 0);
  const name = nested?.optionalText('backbone') ?? fields.optionalText('backbone') ?? 'resnet50';
  const found = BACKBONES[name];
  if (found === undefined) {
    return (nested ?? fields).fail(
      'backbone',
      `not known: backbone "${name}"; known are ${Object.keys(BACKBONES).join(', ')}`,
    );
  }
  return { ...found, cardinality: 1, baseWidth: 64, averageDown: false, squeeze: false, classes: 0 };
};

/** Norms whose scales and shifts are constants. */
const frozen = (node: ModuleNode): ModuleNode => ({
  ...node,
  ...(node.primitive?.kind === 'norm' ? { primitive: { ...node.primitive, parameters: 0 } } : {}),
  ...(node.children === undefined ? {} : { children: node.children.map(frozen) }),
});

interface Side {
  readonly layers: number;
  readonly heads: number;
  readonly inner: number;
}

const readSide = (fields: Fields, name: 'encoder' | 'decoder', width: number): Side => {
  const names = `${name}_attention_heads`;
  const heads = fields.optionalCount(names) ?? 8;
  if (width % heads !== 0)
    fields.fail(names, `${names} is ${heads}; expected a divisor of d_model, which is ${width}`);
  return {
    heads,
    layers: fields.has(`${name}_layers`) ? readLayers(fields, `${name}_layers`) : 6,
    inner: fields.optionalCount(`${name}_ffn_dim`) ?? 2048,
  };
};

/** DETR (arXiv:2005.12872): a ResNet, an encoder over its last map, and a decoder that asks for each object. */
export const detr: Family = {
  id: 'detr',
  modelTypes: ['detr'],
  read: (fields) => {
    const className = readClass(fields, 'DetrForObjectDetection');
    if (className !== 'DetrForObjectDetection' && className !== 'DetrModel')
      return fields.fail('architectures', `not known: the head of ${className}`);
    if (fields.flag('dilation', false)) fields.fail('dilation', 'not known: dilation true');
    if ((fields.optionalCount('num_channels') ?? 3) !== 3)
      fields.fail('num_channels', 'not known: num_channels other than 3');
    const kind = fields.optionalText('position_embedding_type') ?? 'sine';
    if (kind !== 'sine' && kind !== 'learned')
      fields.fail('position_embedding_type', `not known: position_embedding_type "${kind}"`);
    const backbone = readBackbone(fields);
    const width = fields.optionalCount('d_model') ?? 256;
    const queries = fields.optionalCount('num_queries') ?? 100;
    const encoder = readSide(fields, 'encoder', width);
    const decoder = readSide(fields, 'decoder', width);
    const labels = readLabels(fields);
    const out = 64 * 2 ** (backbone.layers.length - 1) * (backbone.block === 'basic' ? 1 : 4);
    const attend = (side: Side, name: string, from: number, to: number): ModuleNode =>
      crossAttention({
        name,
        width,
        heads: side.heads,
        queries: from,
        keys: to,
        fields: ['d_model', 'decoder_attention_heads', 'encoder_attention_heads'],
      });
    const asked = (children: readonly ModuleNode[]): ModuleNode =>
      within(group('', children), positions(queries));
    const build = (resolution: Grid = IMAGE): ModuleNode => {
      const grid = Array.from({ length: HALVINGS }).reduce<Grid>((now) => stepped(now, 2), resolution);
      const places = grid.height * grid.width;
      return group('', [
        group('model.backbone', [frozen(resnetTree(backbone, resolution))]),
        ...(kind === 'learned' ? [parameter('model.position_embedding', 2 * PLACES * (width / 2))] : []),
        asked([table('model.query_position_embeddings', queries, width, ['num_queries', 'd_model'])]),
        on(
          grid,
          leaf('model.input_projection', convolution({ in: out, out: width, kernel: [1, 1] }), ['d_model']),
        ),
        group(
          'model.encoder.layers',
          [
            attend(encoder, 'self_attn', places, places),
            on(
              grid,
              group('', [
                layerNorm('self_attn_layer_norm', width),
                feedForward({ name: 'mlp', width, inner: encoder.inner, fields: ['encoder_ffn_dim'] }),
                layerNorm('final_layer_norm', width),
                residual(width),
              ]),
            ),
          ],
          encoder.layers,
        ),
        group(
          'model.decoder.layers',
          [
            attend(decoder, 'self_attn', queries, queries),
            attend(decoder, 'encoder_attn', queries, places),
            asked([
              layerNorm('self_attn_layer_norm', width),
              layerNorm('encoder_attn_layer_norm', width),
              feedForward({ name: 'mlp', width, inner: decoder.inner, fields: ['decoder_ffn_dim'] }),
              layerNorm('final_layer_norm', width),
              residual(width, 3),
            ]),
          ],
          decoder.layers,
        ),
        asked([
          layerNorm('model.decoder.layernorm', width),
          ...(className === 'DetrModel'
            ? []
            : [
                dense('class_labels_classifier', width, labels + 1, { fields: ['id2label'] }),
                group('bbox_predictor', [
                  dense('layers.0', width, width),
                  dense('layers.1', width, width),
                  dense('layers.2', width, 4),
                ]),
              ]),
        ]),
      ]);
    };
    return imageModel(build, encoder.layers + decoder.layers);
  },
};
