/** What a node of an execution trace is (chakra/schema/protobuf/et_def.proto). */
export const NodeType = {
  unknown: 0,
  metadata: 1,
  load: 2,
  store: 3,
  computation: 4,
  send: 5,
  receive: 6,
  collective: 7,
} as const;

/** A node as either form of the format writes it, before it becomes a row; none is kept. Times are microseconds. */
export interface ChakraNode {
  readonly id: number;
  readonly name: string;
  readonly type: number;
  /** Who called it; undefined for the root. */
  readonly parent?: number;
  /** Nodes that must be done before. */
  readonly dependencies: readonly number[];
  readonly start?: number;
  readonly duration?: number;
  readonly onDevice: boolean;
  /** Kineto's, where the node was linked with its trace. */
  readonly category?: string;
  /** JSON texts. */
  readonly shapes?: string;
  readonly types?: string;
  readonly values?: string;
  readonly attributes: ReadonlyMap<string, string | number>;
}

const COLLECTIVES = [
  'all_reduce',
  'reduce',
  'all_gather',
  'gather',
  'scatter',
  'broadcast',
  'all_to_all',
  'reduce_scatter',
  'reduce_scatter_block',
  'barrier',
];

/** The collective that a node says it is, or what it does with one other rank: by its name, its type, or the number of `comm_type`. */
export const collectiveOf = ({ type, attributes }: ChakraNode): string | undefined => {
  const named = attributes.get('collective_name');
  if (typeof named === 'string') return named;
  if (type === NodeType.send) return 'send';
  if (type === NodeType.receive) return 'recv';
  const number = attributes.get('comm_type');
  return type === NodeType.collective && typeof number === 'number' ? COLLECTIVES[number] : undefined;
};

/** `Tensor(c10::BFloat16)` → `c10::BFloat16`; what is no tensor keeps its name. */
export const elementType = (type: string): string => /^Tensor\((.*)\)$/.exec(type)?.[1] ?? type;
