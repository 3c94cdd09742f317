import { dense, layerNorm } from '../../encoder/parts';
import type { Fields } from '../../fields';
import { convolution } from '../../graph/convolution';
import { linearAttention } from '../../graph/linear-attention';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { type Latent, together } from '../component';
import { conv } from '../resnet';
import { type ComponentClass, refuse, refuseTexts } from './component';

interface Level {
  readonly width: number;
  readonly layers: number;
  readonly kind: 'residual' | 'attention';
  /** Kernels of the convolutions that give attention further scales. */
  readonly scales: readonly number[];
}

const grouped = (name: string, width: number, out: number, kernel: number, groups: number, bias: boolean) =>
  leaf(name, convolution({ in: width, out, kernel: [kernel, kernel], groups, bias }));

const residualBlock = (width: number): readonly ModuleNode[] => [
  conv('conv1', width, width, [3, 3]),
  leaf('conv2', convolution({ in: width, out: width, kernel: [3, 3], bias: false })),
  layerNorm('norm', width),
];

/** ReLU linear attention over several scales and a gated depthwise feed-forward (EfficientViT, arXiv:2205.14756). */
const attentionBlock = (width: number, headDim: number, scales: readonly number[]): readonly ModuleNode[] => {
  const heads = Math.floor(width / headDim);
  const inner = heads * headDim;
  const sets = 1 + scales.length;
  return [
    group('attn', [
      ...['to_q', 'to_k', 'to_v'].map((name) => dense(name, width, inner, { bias: false })),
      ...scales.flatMap((kernel, i) => [
        grouped(`to_qkv_multiscale.${i}.proj_in`, 3 * inner, 3 * inner, kernel, 3 * inner, false),
        grouped(`to_qkv_multiscale.${i}.proj_out`, 3 * inner, 3 * inner, 1, 3 * heads, false),
      ]),
      leaf('linear_attention', linearAttention({ heads: sets * heads, headDim })),
      dense('to_out', sets * inner, width, { bias: false }),
      layerNorm('norm_out', width),
    ]),
    group('conv_out', [
      conv('conv_inverted', width, 8 * width, [1, 1]),
      grouped('conv_depth', 8 * width, 8 * width, 3, 8 * width, true),
      leaf('conv_point', convolution({ in: 4 * width, out: width, kernel: [1, 1], bias: false })),
      layerNorm('norm', width),
    ]),
  ];
};

const layers = ({ width, layers: count, kind, scales }: Level, headDim: number): ModuleNode =>
  group('layers', kind === 'residual' ? residualBlock(width) : attentionBlock(width, headDim, scales), count);

const readKinds = (fields: Fields, name: string, count: number): readonly Level['kind'][] => {
  const written = fields.isText(name)
    ? Array.from({ length: count }, () => fields.optionalText(name) ?? '')
    : (fields.list<string>(name, 'string') ?? Array.from({ length: count }, () => 'ResBlock'));
  if (written.length !== count)
    fields.fail(name, `${name} has ${written.length} entries; expected ${count}, one per level`);
  return written.map((type) =>
    type === 'ResBlock'
      ? 'residual'
      : type === 'EfficientViTBlock'
        ? 'attention'
        : refuse(fields, name, `"${type}"`),
  );
};

const readLevels = (
  fields: Fields,
  side: 'encoder' | 'decoder',
  usual: readonly number[],
): readonly Level[] => {
  const widths = fields.counts(`${side}_block_out_channels`) ?? [128, 256, 512, 512, 1024, 1024];
  const counts = fields.counts(`${side}_layers_per_block`) ?? usual;
  const scales = fields.rows<number>(`${side}_qkv_multiscales`, 'number') ?? [[], [], [], [5], [5], [5]];
  const kinds = readKinds(fields, `${side}_block_types`, widths.length);
  for (const [name, given] of [
    [`${side}_layers_per_block`, counts.length],
    [`${side}_qkv_multiscales`, scales.length],
  ] as const) {
    if (given !== widths.length)
      fields.fail(name, `${name} has ${given} entries; expected ${widths.length}, one per level`);
  }
  return widths.map((width, i) => ({
    width,
    layers: counts[i] ?? 1,
    kind: kinds[i] ?? 'residual',
    scales: scales[i] ?? [],
  }));
};

const refuseNorms = (fields: Fields): void => {
  const name = 'decoder_norm_types';
  const types = fields.isText(name)
    ? [fields.optionalText(name) ?? '']
    : (fields.list<string>(name, 'string') ?? []);
  const other = types.find((type) => type !== 'rms_norm');
  if (other !== undefined) refuse(fields, name, `"${other}"`);
};

/** Deep compression (arXiv:2410.10733), Sana's autoencoder: residual levels outside, linear attention inside. */
export const autoencoderDc: ComponentClass = {
  id: 'autoencoder-dc',
  classNames: ['AutoencoderDC'],
  read: (fields) => {
    refuseNorms(fields);
    refuseTexts(fields, {
      upsample_block_type: ['pixel_shuffle', 'interpolate'],
    });
    const unshuffles =
      (fields.optionalText('downsample_block_type') ?? 'pixel_unshuffle') === 'pixel_unshuffle';
    const interpolates = (fields.optionalText('upsample_block_type') ?? 'pixel_shuffle') === 'interpolate';
    const headDim = fields.optionalCount('attention_head_dim') ?? 32;
    const pixels = fields.optionalCount('in_channels') ?? 3;
    const channels = fields.optionalCount('latent_channels') ?? 32;
    const inside = readLevels(fields, 'encoder', [2, 2, 2, 3, 3, 3]);
    const outside = readLevels(fields, 'decoder', [3, 3, 3, 3, 3, 3]);
    if (inside.length !== outside.length)
      fields.fail('decoder_block_out_channels', 'encoder and decoder have different numbers of levels');
    const deepest = inside.length - 1;
    const at = (latent: Latent, level: number) =>
      positions(latent.height * latent.width * 4 ** (deepest - level));
    const widthOf = (levels: readonly Level[], i: number): number => levels[i]?.width ?? 1;
    const encode = (latent: Latent): ModuleNode =>
      group('encoder', [
        within(conv('conv_in', pixels, widthOf(inside, 0), [3, 3]), at(latent, 0)),
        ...inside.map((level, i) => {
          const next = widthOf(inside, i + 1);
          return group(`down_blocks.${i}`, [
            within(layers(level, headDim), at(latent, i)),
            ...(i === deepest
              ? []
              : unshuffles
                ? [within(conv('downsample.conv', level.width, next / 4, [3, 3]), at(latent, i))]
                : [within(conv('downsample.conv', level.width, next, [3, 3], 2), at(latent, i + 1))]),
          ]);
        }),
        within(conv('conv_out', widthOf(inside, deepest), channels, [3, 3]), at(latent, deepest)),
      ]);
    const decode = (latent: Latent): ModuleNode =>
      group('decoder', [
        within(conv('conv_in', channels, widthOf(outside, deepest), [3, 3]), at(latent, deepest)),
        ...outside
          .map((level, i) => {
            const from = widthOf(outside, i + 1);
            return group(`up_blocks.${i}`, [
              ...(i === deepest
                ? []
                : interpolates
                  ? [within(conv('upsample.conv', from, level.width, [3, 3]), at(latent, i))]
                  : [within(conv('upsample.conv', from, 4 * level.width, [3, 3]), at(latent, i + 1))]),
              within(layers(level, headDim), at(latent, i)),
            ]);
          })
          .toReversed(),
        within(
          group('', [
            layerNorm('norm_out', widthOf(outside, 0)),
            conv('conv_out', widthOf(outside, 0), pixels, [3, 3]),
          ]),
          at(latent, 0),
        ),
      ]);
    inside.forEach(({ width }, i) => {
      if (unshuffles && i > 0 && width % 4 !== 0)
        fields.fail('encoder_block_out_channels', `${width} channels; expected a multiple of 4`);
    });
    const space = 2 ** deepest;
    const side = Math.max(1, Math.floor(1024 / space));
    const latent = { height: side, width: side, frames: 1 };
    return {
      part: 'codec',
      root: together([encode(latent), decode(latent)]),
      decoder: (grid) => together([decode(grid)]),
      layers: 2 * inside.length,
      latent,
      compression: { space, time: 1 },
    };
  },
};
