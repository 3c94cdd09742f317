import { type Dtype, isDtype } from '../../../workload/dtype';
import architectures from './architectures.yaml';
import types from './types.yaml';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const groupOf = (file: unknown, name: string): readonly (readonly [string, unknown])[] => {
  const group = isRecord(file) ? file[name] : undefined;
  if (!isRecord(group)) throw new Error(`GGUF facts: ${name} is missing`);
  return Object.entries(group);
};

/** A block of ggml's: its bytes, and the weights in it. */
export interface BlockLayout {
  readonly dtype: Dtype;
  readonly bytes: number;
  readonly weights: number;
}

const layoutOf = (type: string, value: unknown): BlockLayout => {
  const { dtype, bytes, weights } = isRecord(value) ? value : {};
  if (
    typeof dtype !== 'string' ||
    !isDtype(dtype) ||
    typeof bytes !== 'number' ||
    typeof weights !== 'number'
  )
    throw new Error(`types.yaml: ${type} is no block layout`);
  return { dtype, bytes, weights };
};

/** By ggml's number of the type. */
export const BLOCK_LAYOUTS: ReadonlyMap<number, BlockLayout> = new Map(
  groupOf(types, 'types').map(([type, value]) => [Number(type), layoutOf(type, value)]),
);

/** `model_type` of an architecture, and that of its mixtures of experts where it is another. */
export interface ArchitectureName {
  readonly model: string;
  readonly experts?: string;
}

const nameOf = (architecture: string, value: unknown): ArchitectureName => {
  const { model, experts } = isRecord(value) ? value : {};
  if (typeof model !== 'string') throw new Error(`architectures.yaml: ${architecture} names no model`);
  return typeof experts === 'string' ? { model, experts } : { model };
};

export const ARCHITECTURE_NAMES: ReadonlyMap<string, ArchitectureName> = new Map(
  groupOf(architectures, 'architectures').map(([name, value]) => [name, nameOf(name, value)]),
);

/** Field of a config.json by the metadata key behind the architecture's name. */
export const METADATA_FIELDS: readonly (readonly [key: string, field: string])[] = groupOf(
  architectures,
  'fields',
).map(([key, field]) => [key, String(field)]);
