import { type ChakraNode, elementType, NodeType } from './node';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
const list = (value: unknown): readonly unknown[] | undefined => (Array.isArray(value) ? value : undefined);

const attributesOf = (node: Fields): ReadonlyMap<string, string | number> => {
  const found = new Map<string, string | number>();
  for (const attribute of list(node['attrs']) ?? []) {
    if (!isFields(attribute)) continue;
    const { name, value } = attribute;
    if (typeof name === 'string' && (typeof value === 'string' || typeof value === 'number'))
      found.set(name, value);
  }
  // Schemas before Chakra's have them beside the name.
  for (const name of ['scope', 'tid', 'seq_id', 'stream', 'pg_name']) {
    const value = node[name];
    if (!found.has(name) && (typeof value === 'string' || typeof value === 'number')) found.set(name, value);
  }
  return found;
};

/** Inputs as Kineto writes them: shapes, element types, and the values of what is no tensor. */
const inputsOf = (node: Fields): Pick<ChakraNode, 'shapes' | 'types' | 'values'> => {
  const inputs = node['inputs'];
  const [values, shapes, types] = isFields(inputs)
    ? [inputs['values'], inputs['shapes'], inputs['types']].map(list)
    : [inputs, node['input_shapes'], node['input_types']].map(list);
  const names = types?.map((type) => (typeof type === 'string' ? type : ''));
  const concrete = values?.map((value, place) => {
    if ((names?.[place] ?? '').startsWith('Tensor')) return '';
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
  return {
    ...(shapes === undefined || shapes.length === 0 ? {} : { shapes: JSON.stringify(shapes) }),
    ...(names === undefined || names.length === 0 ? {} : { types: JSON.stringify(names.map(elementType)) }),
    ...(concrete === undefined || concrete.length === 0 ? {} : { values: JSON.stringify(concrete) }),
  };
};

/** A node of PyTorch's ExecutionTraceObserver, or of one linked with its Kineto trace; undefined where it is none. */
export const jsonNode = (node: unknown): ChakraNode | undefined => {
  if (!isFields(node)) return undefined;
  const [id, name] = [number(node['id']), node['name']];
  if (id === undefined || typeof name !== 'string') return undefined;
  const above = number(node['ctrl_deps']) ?? number(node['parent']) ?? number(list(node['ctrl_deps'])?.[0]);
  const [start, duration] = [number(node['ts']), number(node['inclusive_dur']) ?? number(node['dur'])];
  const { cat } = node;
  return {
    id,
    name,
    type: NodeType.unknown,
    ...(above === undefined || above === id ? {} : { parent: above }),
    dependencies: [],
    ...(start === undefined ? {} : { start }),
    ...(duration === undefined ? {} : { duration }),
    // Only what the linker adds from the device has a category.
    onDevice: typeof cat === 'string',
    ...(typeof cat === 'string' ? { category: cat } : {}),
    ...inputsOf(node),
    attributes: attributesOf(node),
  };
};
