import { withName } from './device-name';
import type { DeviceProperties, DistributedInfo, TraceMetadata } from '../../columns';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const number = (value: unknown): number | undefined => {
  const found = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
};
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Drops the properties that are undefined. */
const known = <T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

const device = (value: unknown): readonly DeviceProperties[] => {
  if (!isFields(value)) return [];
  return [
    known<DeviceProperties>({
      id: number(value['id']) ?? 0,
      name: text(value['name']) ?? '',
      memoryBytes: number(value['totalGlobalMem']),
      multiprocessors: number(value['numSms']),
      computeMajor: number(value['computeMajor']),
      computeMinor: number(value['computeMinor']),
      warpSize: number(value['warpSize']),
    }),
  ];
};

const distributed = (value: unknown): DistributedInfo | undefined =>
  isFields(value)
    ? known<DistributedInfo>({
        backend: text(value['backend']),
        rank: number(value['rank']),
        worldSize: number(value['world_size']),
      })
    : undefined;

/** The containers at the top level that are read whole; all others are passed over. */
export const READ_WHOLE: ReadonlySet<string> = new Set(['deviceProperties', 'distributedInfo']);

/** Gathers what stands beside `traceEvents`. */
export class MetadataBuilder {
  readonly #scalars = new Map<string, string>();
  readonly #containers = new Map<string, unknown>();

  scalar(key: string, value: string): void {
    this.#scalars.set(key, value);
  }

  container(key: string, value: unknown): void {
    this.#containers.set(key, value);
  }

  get keys(): readonly string[] {
    return [...this.#scalars.keys(), ...this.#containers.keys()];
  }

  done(): TraceMetadata {
    const devices = this.#containers.get('deviceProperties');
    const base = this.#scalars.get('baseTimeNanoseconds');
    return known<TraceMetadata>({
      schemaVersion: number(this.#scalars.get('schemaVersion')),
      traceName: this.#scalars.get('traceName'),
      displayTimeUnit: this.#scalars.get('displayTimeUnit'),
      baseTimeNanoseconds: base !== undefined && /^\d{1,30}$/.test(base) ? BigInt(base) : undefined,
      devices: Array.isArray(devices) ? devices.flatMap(device).map(withName) : [],
      distributed: distributed(this.#containers.get('distributedInfo')),
      values: this.#scalars,
    });
  }
}
