import { bytes } from '../units/quantity';
import type { Place, Resident, ResidentState } from '../workload/resident';
import type { OperatorShape } from '../workload/workload';
import type { ModuleNode } from './graph/node';
import type { Formats, OperatorDraft, Primitive } from './graph/primitive';

/** A primitive with its place among the layers, and the attention beside it in its module. */
interface Placed {
  readonly module: string;
  readonly count: number;
  readonly place: Place;
  readonly primitive: Primitive;
  readonly draft: OperatorDraft | undefined;
  readonly heads: Extract<OperatorShape, { kind: 'attention' }> | undefined;
}

interface Layout {
  readonly placed: readonly Placed[];
  readonly layers: number;
  /** Stacks of layers that follow one another, such as an encoder's and a decoder's. */
  readonly stacks: number;
  readonly mixed: boolean;
  readonly placeOf: (module: string) => Place;
}

const FORMATS: Formats = { weight: 'bf16', activation: 'bf16', kv: 'bf16' };

/** A pass of two positions: what attention looks like before its latent is absorbed. */
const draftOf = (primitive: Primitive): OperatorDraft | undefined =>
  primitive.operators({
    sequences: 1,
    query: 2,
    context: 2,
    phase: 'forward',
    formats: FORMATS,
    streams: {},
  })[0];

const attentionIn = (node: ModuleNode): Placed['heads'] => {
  for (const { primitive } of node.children ?? []) {
    const shape = primitive === undefined ? undefined : draftOf(primitive)?.shape;
    if (shape?.kind === 'attention') return shape;
  }
  return undefined;
};

/** Walks a tree in the order of execution. Kinds of layers that stand beside one another share their places. */
class Walk {
  readonly placed: Placed[] = [];
  layers = 0;
  stacks = 0;
  mixed = false;

  module(node: ModuleNode, parent: string, times: number, place: Place, heads: Placed['heads']): void {
    const count = times * (node.repeat ?? 1);
    const here = parent === '' ? node.name : node.name === '' ? parent : `${parent}.${node.name}`;
    const path = node.repeat === undefined ? here : `${here}.*`;
    if (node.primitive !== undefined) {
      const { primitive } = node;
      this.placed.push({ module: path, count, place, primitive, draft: draftOf(primitive), heads });
    }
    const inside = attentionIn(node) ?? (typeof place === 'object' ? heads : undefined);
    this.children(node, path, count, place, inside);
  }

  private children(
    { children = [] }: ModuleNode,
    path: string,
    count: number,
    place: Place,
    heads: Placed['heads'],
  ): void {
    const isLayer = (child: ModuleNode): boolean => typeof place === 'string' && child.repeat !== undefined;
    const kinds = children.filter(isLayer);
    const span = { first: this.layers, count: kinds.reduce((sum, { repeat = 1 }) => sum + repeat, 0) };
    this.layers += span.count;
    if (kinds.length > 0) this.stacks++;
    if (kinds.length > 1) this.mixed = true;
    let passed = this.layers > span.count;
    for (const child of children) {
      const layer = isLayer(child);
      passed ||= layer;
      const where = layer ? span : typeof place === 'object' ? place : passed ? 'behind' : 'before';
      this.module(child, path, count, where, heads);
    }
  }
}

const layouts = new WeakMap<ModuleNode, Layout>();

const layoutOf = (root: ModuleNode): Layout => {
  const known = layouts.get(root);
  if (known !== undefined) return known;
  const walk = new Walk();
  walk.module(root, '', 1, 'before', undefined);
  const places = new Map(walk.placed.map(({ module, place }) => [module, place]));
  const layout: Layout = {
    placed: walk.placed,
    layers: walk.layers,
    stacks: walk.stacks,
    mixed: walk.mixed,
    placeOf: (module) => places.get(module) ?? 'behind',
  };
  layouts.set(root, layout);
  return layout;
};

/** Columns of a projection that belong to keys and values, where there are fewer of their heads than of queries'. */
const keyValueColumns = ({ draft, heads }: Placed): number => {
  if (draft?.shape?.kind !== 'matmul' || draft.parallel !== 'column' || heads === undefined) return 0;
  if (heads.kvHeads >= heads.heads) return 0;
  const { n } = draft.shape;
  const keys = heads.kvHeads * heads.headDim;
  const values = heads.kvHeads * heads.valueDim;
  if (n === keys || n === values) return n;
  return n >= heads.heads * heads.headDim + keys + values ? keys + values : 0;
};

const matrixOf = ({ draft }: Placed): number =>
  draft?.shape?.kind === 'matmul' && draft.shape.groups === undefined ? draft.shape.n * draft.shape.k : 0;

/** The weights of one primitive: one entry, or two where keys and values divide otherwise than queries. */
const weightsOf = (one: Placed, width: number, plain: number): readonly Resident[] => {
  const { primitive, count, draft, module, place } = one;
  const matrix = matrixOf(one);
  const { parameters } = primitive;
  const entry = (share: number, more: Partial<Resident> = {}): Resident => ({
    module,
    place,
    // Matrices that take no part in a usual run divide as others do.
    parallel: draft?.parallel ?? (primitive.kind === 'stored' ? 'column' : 'replicated'),
    parameters: share * count,
    bytes: bytes(share * count * width),
    learns: true,
    ...more,
  });
  const tied = matrix > 0 && parameters < matrix;
  const copy = tied ? [entry(matrix, { parameters: 0, bytes: bytes(matrix * plain), copies: matrix })] : [];
  if (parameters === 0) return copy;
  const columns = keyValueColumns(one);
  if (columns > 0 && draft?.shape?.kind === 'matmul') {
    const keyValues = (parameters * columns) / draft.shape.n;
    const narrow = entry(keyValues, { most: one.heads?.kvHeads ?? 1 });
    return keyValues === parameters ? [narrow] : [entry(parameters - keyValues), narrow];
  }
  const undivided = draft?.parallel === 'row' && !tied ? (parameters - matrix) * count : 0;
  return [entry(parameters, undivided > 0 ? { undivided } : {}), ...copy];
};

/** Every rank holds tables of positions and of kinds of text whole; only the largest, the words', is divided. */
const withWholeTables = (weights: readonly Resident[], tables: ReadonlySet<string>): readonly Resident[] => {
  const isTable = ({ module, place }: Resident): boolean => typeof place === 'string' && tables.has(module);
  const largest = Math.max(0, ...weights.filter(isTable).map(({ parameters }) => parameters));
  return weights.map((one) =>
    isTable(one) && one.parameters < largest ? { ...one, parallel: 'replicated' as const } : one,
  );
};

/** The weights of a model, module by module. `widthOf` tells the bytes of a weight of a primitive, `plain` of a table's. */
export const residentWeights = (
  root: ModuleNode,
  widthOf: (primitive: Primitive) => number,
  plain: number,
): readonly Resident[] => {
  const { placed } = layoutOf(root);
  const tables = placed.filter(({ primitive }) => primitive.kind === 'embedding').map(({ module }) => module);
  return withWholeTables(
    placed.flatMap((one) => weightsOf(one, widthOf(one.primitive), plain)),
    new Set(tables),
  );
};

/** Heads that a cache divides over; one where it is a latent that all heads share. */
const cacheHeads = ({ primitive }: Placed): number => {
  const [draft] = primitive.operators({
    sequences: 1,
    query: 1,
    context: 2,
    phase: 'decode',
    formats: FORMATS,
    streams: {},
  });
  return draft?.shape?.kind === 'attention' ? draft.shape.kvHeads : Infinity;
};

/** The state of all sequences, module by module; `bytesOf` tells a primitive's own. */
export const residentState = (
  root: ModuleNode,
  bytesOf: (primitive: Primitive) => number,
): readonly ResidentState[] =>
  layoutOf(root).placed.flatMap((one) => {
    const own = bytesOf(one.primitive) * one.count;
    if (own === 0) return [];
    const most = cacheHeads(one);
    return [
      {
        place: one.place,
        parallel: one.draft?.parallel ?? 'replicated',
        bytes: bytes(own),
        ...(Number.isFinite(most) ? { most } : {}),
      },
    ];
  });

/** How many layers there are, whether kinds of them stand among one another, and where a module stands. */
export const layersOf = (root: ModuleNode): Omit<Layout, 'placed'> => layoutOf(root);
