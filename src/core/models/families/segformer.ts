import { type Grid, on, onImage } from '../convolution/grid';
import { crossAttention } from '../encoder/cross';
import { dense, layerNorm, residual } from '../encoder/parts';
import type { Fields } from '../fields';
import { convolution } from '../graph/convolution';
import { elementwise } from '../graph/elementwise';
import { group, leaf, type ModuleNode } from '../graph/node';
import { imageModel, readClass, readLabels } from '../vision/image';
import type { Family } from './family';

interface Stage {
  readonly in: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly inner: number;
  /** Rows and columns that become one before keys and values are made. */
  readonly reduction: number;
  readonly patch: number;
  readonly stride: number;
}

/** A photograph at the size of the published models. */
const IMAGE: Grid = { height: 512, width: 512 };

const area = ({ height, width }: Grid): number => height * width;

const conv = (
  name: string,
  input: number,
  out: number,
  kernel: number,
  stride = 1,
  groups = 1,
  bias = true,
) =>
  leaf(
    name,
    convolution({ in: input, out, kernel: [kernel, kernel], stride: [stride, stride], groups, bias }),
    ['hidden_sizes', 'patch_sizes', 'strides', 'sr_ratios'],
  );

/** Overlapping patches: as much padding as keeps a step of one where it is. */
const patched = ({ height, width }: Grid, { patch, stride }: Stage): Grid => {
  const after = (size: number): number => Math.floor((size + 2 * Math.floor(patch / 2) - patch) / stride) + 1;
  return { height: after(height), width: after(width) };
};

const stageNode = (stage: Stage, index: number, grid: Grid): ModuleNode => {
  const { width, reduction } = stage;
  const reduced: Grid = {
    height: Math.max(1, Math.floor(grid.height / reduction)),
    width: Math.max(1, Math.floor(grid.width / reduction)),
  };
  return group(`segformer.stages.${index}`, [
    on(
      grid,
      group('patch_embeddings', [
        conv('proj', stage.in, width, stage.patch, stage.stride),
        layerNorm('layer_norm', width),
      ]),
    ),
    group(
      'blocks',
      [
        on(grid, layerNorm('layernorm_before', width)),
        ...(reduction > 1
          ? [
              on(
                reduced,
                group('attention.sequence_reduction', [
                  conv('sequence_reduction', width, width, reduction, reduction),
                  layerNorm('layer_norm', width),
                ]),
              ),
            ]
          : []),
        crossAttention({
          name: 'attention',
          width,
          heads: stage.heads,
          queries: area(grid),
          keys: area(reduced),
          fields: ['hidden_sizes', 'num_attention_heads'],
        }),
        on(
          grid,
          group('', [
            layerNorm('layernorm_after', width),
            group('mlp', [
              dense('fc1', width, stage.inner, { fields: ['mlp_ratios', 'hidden_sizes'] }),
              conv('dwconv', stage.inner, stage.inner, 3, 1, stage.inner),
              leaf('activation', elementwise({ reads: stage.inner, writes: stage.inner })),
              dense('fc2', stage.inner, width, { fields: ['mlp_ratios', 'hidden_sizes'] }),
            ]),
            residual(width),
          ]),
        ),
      ],
      stage.layers,
    ),
    on(grid, layerNorm('layer_norm', width)),
  ]);
};

/** Every stage's output at one width, side by side at the first one's size, and a label per position. */
const decodeHead = (stages: readonly Stage[], grids: readonly Grid[], width: number, labels: number) => {
  const [finest = IMAGE] = grids;
  return group('decode_head', [
    ...stages.map((stage, i) =>
      on(
        grids[i] ?? finest,
        dense(`linear_projections.${i}.proj`, stage.width, width, { fields: ['decoder_hidden_size'] }),
      ),
    ),
    on(
      finest,
      group('', [
        leaf('interpolate', elementwise({ reads: stages.length * width, writes: stages.length * width })),
        conv('linear_fuse', stages.length * width, width, 1, 1, 1, false),
        layerNorm('batch_norm', width),
        conv('classifier', width, labels, 1),
      ]),
    ),
  ]);
};

const readStages = (fields: Fields): readonly Stage[] => {
  const count = fields.optionalCount('num_encoder_blocks') ?? 4;
  const whole = (name: string, otherwise: readonly number[]): readonly number[] => {
    const given = fields.counts(name) ?? otherwise;
    return given.length >= count
      ? given
      : fields.fail(
          name,
          `${name} has ${given.length} entries; expected ${count}, as num_encoder_blocks says`,
        );
  };
  const widths = whole('hidden_sizes', [32, 64, 160, 256]);
  const heads = whole('num_attention_heads', [1, 2, 5, 8]);
  const depths = whole('depths', [2, 2, 2, 2]);
  const reductions = whole('sr_ratios', [8, 4, 2, 1]);
  const patches = whole('patch_sizes', [7, 3, 3, 3]);
  const strides = whole('strides', [4, 2, 2, 2]);
  const ratios = whole('mlp_ratios', [4, 4, 4, 4]);
  return Array.from({ length: count }, (_, i): Stage => {
    const width = widths[i] ?? 1;
    const own = heads[i] ?? 1;
    if (width % own !== 0) {
      fields.fail(
        'num_attention_heads',
        `num_attention_heads has ${own}; expected a divisor of the stage's width, which is ${width}`,
      );
    }
    return {
      in: i === 0 ? (fields.optionalCount('num_channels') ?? 3) : (widths[i - 1] ?? 1),
      width,
      layers: depths[i] ?? 1,
      heads: own,
      inner: width * (ratios[i] ?? 4),
      reduction: reductions[i] ?? 1,
      patch: patches[i] ?? 3,
      stride: strides[i] ?? 2,
    };
  });
};

/** SegFormer (arXiv:2105.15203): overlapping patches in four stages, shortened keys, and a head of matrices. */
export const segformer: Family = {
  id: 'segformer',
  modelTypes: ['segformer'],
  read: (fields) => {
    const className = readClass(fields, 'SegformerModel');
    if (!/^Segformer(Model|ForImageClassification|ForSemanticSegmentation)$/.test(className))
      return fields.fail('architectures', `not known: the head of ${className}`);
    const stages = readStages(fields);
    const last = stages.at(-1)?.width ?? 1;
    const widths = fields.counts('hidden_sizes')?.length ?? stages.length;
    if (className.endsWith('ForImageClassification') && widths > stages.length) {
      fields.fail(
        'hidden_sizes',
        `hidden_sizes has ${widths} entries; expected ${stages.length}, as num_encoder_blocks says, since the classifier reads the last`,
      );
    }
    const labels = readLabels(fields);
    const decoder = fields.optionalCount('decoder_hidden_size') ?? 256;
    return imageModel(
      (resolution = IMAGE) => {
        const grids = stages.reduce<readonly Grid[]>(
          (all, stage) => [...all, patched(all.at(-1) ?? resolution, stage)],
          [],
        );
        return group('', [
          ...stages.map((stage, i) => stageNode(stage, i, grids[i] ?? resolution)),
          ...(className.endsWith('ForSemanticSegmentation')
            ? [decodeHead(stages, grids, decoder, labels)]
            : []),
          ...(className.endsWith('ForImageClassification')
            ? [onImage(dense('classifier', last, labels, { fields: ['id2label'] }))]
            : []),
        ]);
      },
      stages.reduce((sum, { layers }) => sum + layers, 0),
    );
  },
};
