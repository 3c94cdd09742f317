import { bytes } from '../../units/quantity';
import { bytesPerElement } from '../../workload/dtype';
import type { Kept, Place } from '../../workload/resident';
import type { Operator } from '../../workload/workload';
import type { Training } from './training';

/** The layer that an operator stands in: its path up to the repeated part. */
const layerOf = ({ module }: Operator): string | undefined => {
  const end = module?.indexOf('.*') ?? -1;
  return end === -1 ? undefined : module?.slice(0, end);
};

const parentOf = ({ module }: Operator): string => module?.slice(0, module.lastIndexOf('.')) ?? '';

type Piece = Omit<Kept, 'place' | 'bytes'> & { readonly bytes: number };

const elementOf = ({ dtype }: Operator): number => Math.max(2, bytesPerElement(dtype ?? 'bf16'));

/**
 * What attention keeps that is not fused into one kernel: the S × S probabilities, and with dropout a mask of a byte
 * and the product (arXiv:2205.05198, section 4.1). Selective checkpointing computes these again.
 */
const scores = (operator: Operator, training: Training): readonly Piece[] => {
  const { shape, count } = operator;
  if (shape?.kind !== 'attention' || training.attention !== 'eager' || training.checkpointing === 'selective')
    return [];
  const square = shape.sequences * shape.heads * shape.query * shape.context * count;
  const element = elementOf(operator);
  return [{ bytes: square * (training.dropout === true ? 2 * element + 1 : element), divides: 'tensor' }];
};

/** The mask of the dropout that follows attention's and the feed-forward's last product. */
const mask = (operator: Operator, { dropout }: Training): readonly Piece[] =>
  dropout === true && operator.parallel === 'row' && operator.bytes !== undefined
    ? [{ bytes: operator.bytes.written / elementOf(operator), divides: 'sequence' }]
    : [];

const pieces = (
  operator: Operator,
  training: Training,
  heads: ReadonlySet<number>,
  shared: boolean,
): readonly Piece[] => {
  const { category, name, bytes: moved, parallel, shape } = operator;
  if (moved === undefined) return [];
  const own = parallel === 'row' || parallel === 'expert' || parallel === 'heads' ? 'tensor' : 'sequence';
  const input: Piece = { bytes: moved.read, divides: own };
  switch (category) {
    case 'attention':
      return [
        { bytes: moved.read, divides: 'tensor' },
        {
          bytes: moved.kvRead,
          divides: 'tensor',
          ...(shape?.kind === 'attention' ? { most: shape.kvHeads } : {}),
        },
        ...scores(operator, training),
      ];
    case 'elementwise':
      // Activations stand between a column-parallel and a row-parallel product. Additions and rotations keep nothing.
      return name === 'activation' ? [{ bytes: moved.read, divides: 'tensor' }] : [];
    case 'embedding':
    case 'routing':
      return [];
    case 'normalisation':
      return [heads.has(moved.read / operator.count) ? { ...input, divides: 'tensor' } : input];
    default:
      return [...(shared ? [] : [input]), ...mask(operator, training)];
  }
};

/** Projections that follow one another in a module read one input, which is kept once. */
const sharesInput = (forward: readonly Operator[], i: number): boolean => {
  const operator = forward[i];
  const before = forward[i - 1];
  return (
    operator !== undefined &&
    before?.category === 'linear' &&
    operator.category === 'linear' &&
    parentOf(before) === parentOf(operator) &&
    before.bytes?.read === operator.bytes?.read
  );
};

/** Bytes that normalising the queries or the keys of a module's attention reads: they divide as its heads do. */
const headsIn = (forward: readonly Operator[]): ReadonlyMap<string, ReadonlySet<number>> => {
  const modules = new Map<string, Set<number>>();
  for (const operator of forward) {
    const { shape } = operator;
    if (shape?.kind !== 'attention') continue;
    const position = shape.sequences * shape.query * shape.headDim * elementOf(operator);
    const sizes = modules.get(parentOf(operator)) ?? new Set();
    modules.set(parentOf(operator), sizes.add(position * shape.heads).add(position * shape.kvHeads));
  }
  return modules;
};

interface KeptBy {
  readonly operator: Operator;
  readonly piece: Piece;
}

const all = (forward: readonly Operator[], training: Training): readonly KeptBy[] => {
  const heads = headsIn(forward);
  const none: ReadonlySet<number> = new Set();
  return forward.flatMap((operator, i) =>
    pieces(operator, training, heads.get(parentOf(operator)) ?? none, sharesInput(forward, i))
      .filter((piece) => piece.bytes > 0)
      .map((piece) => ({ operator, piece })),
  );
};

const sum = (kept: readonly KeptBy[]): number => kept.reduce((total, { piece }) => total + piece.bytes, 0);

/** Of each layer its input alone, and what the largest layer keeps while it is run again. */
const layerInputs = (kept: readonly KeptBy[]): readonly KeptBy[] => {
  const layers = new Map<string, KeptBy[]>();
  const outside: KeptBy[] = [];
  for (const one of kept) {
    const layer = layerOf(one.operator);
    if (layer === undefined) outside.push(one);
    else layers.set(layer, [...(layers.get(layer) ?? []), one]);
  }
  let largest: readonly KeptBy[] = [];
  const inputs: KeptBy[] = [];
  for (const operators of layers.values()) {
    const [first] = operators;
    if (first === undefined) continue;
    inputs.push({ ...first, piece: { bytes: first.piece.bytes, divides: 'sequence' } });
    const { count } = first.operator;
    const one = operators.map(({ operator, piece }) => ({
      operator,
      piece: { ...piece, bytes: piece.bytes / count, transient: true },
    }));
    if (sum(one) > sum(largest)) largest = one;
  }
  return [...outside, ...inputs, ...largest];
};

/** The loss keeps the logits in 32 bits (arXiv:2205.05198, section 4.3). */
const LOGIT_BYTES = 4;

const logits = (forward: readonly Operator[]): readonly KeptBy[] =>
  forward.flatMap((operator) =>
    operator.parallel === 'vocabulary' && operator.category === 'linear' && operator.bytes !== undefined
      ? [
          {
            operator,
            piece: {
              bytes: (operator.bytes.written / elementOf(operator)) * LOGIT_BYTES,
              divides: 'tensor' as const,
              transient: true,
            },
          },
        ]
      : [],
  );

/**
 * Activations that stand between forward and backward. Without checkpointing that is every operator's input: a
 * transformer layer of multi-head attention keeps 32 bytes per position and hidden element, 34 with dropout, and 5 per
 * head and pair of positions where attention is not fused (Korthikanti et al., arXiv:2205.05198, equations 1 to 6).
 */
export const keptActivations = (
  forward: readonly Operator[],
  training: Training,
  placeOf: (module: string) => Place,
): readonly Kept[] => {
  const kept = all(forward, training);
  const standing = training.checkpointing === 'full' ? layerInputs(kept) : kept;
  return [...standing, ...logits(forward)].map(({ operator, piece }) => ({
    ...piece,
    bytes: bytes(piece.bytes),
    place: placeOf(operator.module ?? ''),
  }));
};
