import { dense, parameter, plainNorm } from '../../encoder/parts';
import type { Fields } from '../../fields';
import { attention } from '../../graph/attention';
import { borrowed } from '../../graph/borrowed';
import { convolution } from '../../graph/convolution';
import { elementwise } from '../../graph/elementwise';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { type Latent, together } from '../component';
import { conv } from '../resnet';
import { type ComponentClass, refuse } from './component';

type BlockKind = 'residual' | 'time' | 'attention';

const LETTERS: Readonly<Record<string, BlockKind>> = { C: 'residual', T: 'time', A: 'attention' };
const CLASSES: Readonly<Record<string, BlockKind>> = {
  SDCascadeResBlock: 'residual',
  SDCascadeTimestepBlock: 'time',
  SDCascadeAttnBlock: 'attention',
};

interface Level {
  readonly width: number;
  readonly heads: number;
  readonly kinds: readonly BlockKind[];
  readonly selfAttention: boolean;
  readonly down: number;
  readonly up: number;
  /** Runs through the blocks of the level, which share their weights, on the way down and up. */
  readonly downRuns: number;
  readonly upRuns: number;
}

interface Cascade {
  readonly levels: readonly Level[];
  readonly conditioning: number;
  readonly kernel: number;
  readonly time: number;
  /** What conditions the step beside its number. */
  readonly conditions: readonly string[];
  /** Whether the step from each level to the next halves the map; absent where strided convolutions do. */
  readonly resizes: readonly boolean[] | undefined;
  readonly textTokens: number;
}

const DEFAULT_WIDTHS = [2048, 2048];

const readKinds = (fields: Fields, count: number): readonly (readonly BlockKind[])[] => {
  const written = fields.list<string>('level_config', 'string')?.map((word) => [...word]);
  const named = fields.rows<string>('block_types_per_layer', 'string');
  const name = written === undefined ? 'block_types_per_layer' : 'level_config';
  const rows = written ?? named ?? DEFAULT_WIDTHS.map(() => Object.keys(CLASSES));
  if (rows.length !== count)
    fields.fail(name, `${name} has ${rows.length} entries; expected ${count}, as there are levels`);
  return rows.map((row) =>
    row.map((word) => (written === undefined ? CLASSES : LETTERS)[word] ?? refuse(fields, name, `"${word}"`)),
  );
};

/** Numbers per level on the way down and on the way up, as two fields or as two rows of one. */
const bothWays = (
  fields: Fields,
  names: readonly [string, string, string],
  count: number,
  otherwise: readonly [readonly number[], readonly number[]],
): readonly [readonly number[], readonly number[]] => {
  const [down = otherwise[0], up = otherwise[1]] = fields.rows<number>(names[2], 'number') ?? [
    fields.counts(names[0]) ?? otherwise[0],
    fields.counts(names[1]) ?? otherwise[1],
  ];
  const wrong = [down, up].find((row) => row.length !== count);
  if (wrong !== undefined)
    fields.fail(names, `${names[0]} has ${wrong.length} entries; expected ${count}, as there are levels`);
  return [down, up];
};

const readLevels = (fields: Fields): readonly Level[] => {
  const widths = fields.counts(['block_out_channels', 'c_hidden']) ?? DEFAULT_WIDTHS;
  const heads = fields.numbers(['num_attention_heads', 'nhead']) ?? [32, 32];
  const kinds = readKinds(fields, widths.length);
  const ones = widths.map(() => 1);
  const [down, up] = bothWays(
    fields,
    ['down_num_layers_per_block', 'up_num_layers_per_block', 'blocks'],
    widths.length,
    [
      [8, 24],
      [24, 8],
    ],
  );
  const [downRuns, upRuns] = bothWays(
    fields,
    ['down_blocks_repeat_mappers', 'up_blocks_repeat_mappers', 'block_repeat'],
    widths.length,
    [ones, ones],
  );
  const attends = isList(fields, 'self_attn') ? fields.list<boolean>('self_attn', 'boolean') : undefined;
  const attendsEverywhere = attends === undefined && fields.flag('self_attn', true);
  return widths.map((width, i) => {
    const head = heads[i] ?? -1;
    const kind = kinds[i] ?? [];
    if (kind.includes('attention') && (head < 1 || width % head !== 0)) {
      fields.fail(
        ['num_attention_heads', 'nhead'],
        `level ${i} has ${head} heads; expected a divisor of its width, which is ${width}`,
      );
    }
    return {
      width,
      heads: head,
      kinds: kind,
      selfAttention: attends?.[i] ?? attendsEverywhere,
      down: down[i] ?? 0,
      up: up[widths.length - 1 - i] ?? 0,
      downRuns: downRuns[i] ?? 1,
      upRuns: upRuns[widths.length - 1 - i] ?? 1,
    };
  });
};

const isList = (fields: Fields, name: string): boolean =>
  fields.value.entries.get(name)?.value.type === 'array';

const residualBlock = (width: number, kernel: number, skip: number): ModuleNode =>
  group('residual', [
    leaf('depthwise', convolution({ in: width, out: width, kernel: [kernel, kernel], groups: width })),
    plainNorm('norm', width),
    group('channelwise', [
      dense('0', width + skip, 4 * width),
      // Global response normalisation (arXiv:2301.00808): a scale and a shift per channel.
      parameter('2', 8 * width, { width: 4 * width }),
      dense('4', 4 * width, width),
    ]),
    leaf('activation', elementwise({ reads: 4 * width, writes: 4 * width })),
  ]);

const timeBlock = (width: number, { time, conditions }: Cascade): ModuleNode =>
  within(
    group('timestep', [
      dense('mapper', time, 2 * width),
      ...conditions.map((name) => dense(`mapper_${name}`, time, 2 * width)),
    ]),
    positions(1),
  );

const attentionBlock = (level: Level, { conditioning, textTokens }: Cascade, count: number): ModuleNode => {
  const { width, heads } = level;
  const keys = (level.selfAttention ? count : 0) + textTokens;
  return group('attention', [
    plainNorm('norm', width),
    within(dense('kv_mapper.1', conditioning, width), positions(textTokens)),
    dense('to_q', width, width),
    within(dense('to_k', width, width), positions(keys)),
    within(dense('to_v', width, width), positions(keys)),
    within(
      leaf(
        'sdpa',
        attention({ heads, kvHeads: heads, headDim: width / heads, causal: false, cached: false }),
      ),
      ({ sequences }) => ({ sequences, query: count, context: keys }),
    ),
    dense('to_out.0', width, width),
  ]);
};

const layer = (spec: Cascade, level: Level, count: number, skip: number): readonly ModuleNode[] =>
  level.kinds.map((kind, i) => {
    switch (kind) {
      case 'residual':
        return residualBlock(level.width, spec.kernel, i === 0 ? skip : 0);
      case 'time':
        return timeBlock(level.width, spec);
      case 'attention':
        return attentionBlock(level, spec, count);
    }
  });

/** A level's blocks, run as often as the level is repeated, with a matrix between the runs. */
const levelBlocks = (
  name: string,
  spec: Cascade,
  level: Level,
  count: number,
  way: { readonly layers: number; readonly runs: number; readonly skip: number },
): ModuleNode => {
  const first = way.skip > 0 ? 1 : 0;
  const blocks = [
    ...(first > 0 && way.layers > 0 ? [group('0', layer(spec, level, count, way.skip))] : []),
    ...(way.layers > first ? [group('layers', layer(spec, level, count, 0), way.layers - first)] : []),
  ];
  const again = way.runs - 1;
  return within(
    group(name, [
      ...blocks,
      ...(again === 0
        ? []
        : [
            group('repeated', blocks.map(borrowed), again),
            group('repeat_mappers', [conv('mapper', level.width, level.width, [1, 1])], again),
          ]),
    ]),
    positions(count),
  );
};

const mapper = (name: string, input: number, width: number, count: number): ModuleNode =>
  within(
    group(name, [
      conv('0', input, 4 * width, [1, 1]),
      conv('2', 4 * width, width, [1, 1]),
      plainNorm('3', width),
    ]),
    positions(count),
  );

/** Side of the low-resolution pixels that may condition the decoder; zeros where none are given. */
const PIXELS = 8 * 8;

const halvings = ({ resizes }: Cascade, level: number): number =>
  resizes === undefined ? level : resizes.slice(0, level).filter((one) => one).length;

/** Stable Cascade's two stages (arXiv:2306.00637): a U-Net of ConvNeXt blocks, conditioned by text and by stage C. */
export const stableCascade: ComponentClass = {
  id: 'stable-cascade',
  classNames: ['StableCascadeUNet', 'StableCascadeUnet'],
  read: (fields) => {
    const levels = readLevels(fields);
    const input = fields.optionalCount(['in_channels', 'c_in']) ?? 16;
    const output = fields.optionalCount(['out_channels', 'c_out']) ?? 16;
    const patch = fields.optionalCount('patch_size') ?? 1;
    const sequence = fields.optionalCount(['clip_seq', 'c_clip_seq']) ?? 4;
    const text = fields.optionalCount(['clip_text_in_channels', 'c_clip_text']);
    const pooled = fields.optionalCount(['clip_text_pooled_in_channels', 'c_clip_text_pooled']) ?? 1280;
    const image = fields.optionalCount(['clip_image_in_channels', 'c_clip_img']);
    const effnet = fields.optionalCount(['effnet_in_channels', 'c_effnet']);
    const pixels = fields.optionalCount(['pixel_mapper_in_channels', 'c_pixels']);
    const conditioning = fields.optionalCount(['conditioning_dim', 'c_cond']) ?? 2048;
    const [finest] = levels;
    const width = finest?.width ?? 1;
    const tokens = (textTokens: number): number =>
      sequence + (text === undefined ? 0 : textTokens) + (image === undefined ? 0 : sequence);
    const base = {
      levels,
      conditioning,
      kernel: fields.optionalCount('kernel_size') ?? 3,
      time: fields.optionalCount(['timestep_ratio_embedding_dim', 'c_r']) ?? 64,
      conditions: fields.list<string>(['timestep_conditioning_type', 't_conds'], 'string') ?? ['sca', 'crp'],
      resizes: fields.list<boolean>('switch_level', 'boolean'),
    };
    const build = (latent: Latent, textTokens: number): ModuleNode => {
      const spec: Cascade = { ...base, textTokens: tokens(textTokens) };
      const at = (level: number): number =>
        (Math.floor(latent.height / patch) * Math.floor(latent.width / patch)) / 4 ** halvings(spec, level);
      const from = (name: string, wide: number, out: number, count: number): ModuleNode =>
        within(dense(name, wide, out), positions(count));
      const step = (name: string, level: number, up: boolean): ModuleNode => {
        const outer = levels[level - 1]?.width ?? width;
        const inner = levels[level]?.width ?? width;
        const [a, b] = up ? [inner, outer] : [outer, inner];
        const kernel = spec.resizes === undefined ? [2, 2] : [1, 1];
        return within(
          group(name, [
            plainNorm('0', a),
            leaf(
              '1',
              convolution({ in: a, out: b, kernel, stride: kernel, transposed: up && kernel[0] === 2 }),
            ),
          ]),
          positions(at(up ? level - 1 : level)),
        );
      };
      const coarsest = levels.length - 1;
      return together([
        ...(effnet === undefined ? [] : [mapper('effnet_mapper', effnet, width, at(0))]),
        ...(pixels === undefined ? [] : [mapper('pixels_mapper', pixels, width, PIXELS)]),
        from('clip_txt_pooled_mapper', pooled, conditioning * sequence, 1),
        ...(text === undefined ? [] : [from('clip_txt_mapper', text, conditioning, textTokens)]),
        ...(image === undefined ? [] : [from('clip_img_mapper', image, conditioning * sequence, 1)]),
        within(plainNorm('clip_norm', conditioning), positions(spec.textTokens)),
        within(
          group('embedding', [conv('1', input * patch ** 2, width, [1, 1]), plainNorm('2', width)]),
          positions(at(0)),
        ),
        ...levels.flatMap((level, i) => [
          ...(i === 0 ? [] : [step(`down_downscalers.${i}`, i, false)]),
          levelBlocks(`down_blocks.${i}`, spec, level, at(i), {
            layers: level.down,
            runs: level.downRuns,
            skip: 0,
          }),
        ]),
        ...levels.toReversed().flatMap((level, j) => {
          const i = coarsest - j;
          return [
            levelBlocks(`up_blocks.${j}`, spec, level, at(i), {
              layers: level.up,
              runs: level.upRuns,
              skip: i < coarsest && level.kinds[0] === 'residual' ? level.width : 0,
            }),
            ...(i === 0 ? [] : [step(`up_upscalers.${j}`, i, true)]),
          ];
        }),
        within(
          group('clf', [plainNorm('0', width), conv('1', width, output * patch ** 2, [1, 1])]),
          positions(at(0)),
        ),
      ]);
    };
    return {
      part: 'denoiser',
      build,
      layers: levels.reduce((sum, { down, up }) => sum + down + up, 0),
      // Stage B works on the autoencoder's latents of 1024 pixels, stage C on 42 times smaller ones.
      latent:
        effnet === undefined ? { height: 24, width: 24, frames: 1 } : { height: 256, width: 256, frames: 1 },
      textTokens: 77,
      compression: { space: effnet === undefined ? 42 : 4, time: 1 },
    };
  },
};
