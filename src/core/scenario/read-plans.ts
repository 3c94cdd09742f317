import { Problem } from '../problem';
import { positionAt } from '../text/located';
import { type Dtype, DTYPES, isDtype } from '../workload/dtype';
import type { Fields } from '../models/fields';
import type { FederatedClients, FederatedPlan } from './plans/federated';
import type { PaybackPlan } from './plans/payback';
import type { SearchPlan } from './plans/search';
import type { ShiftPlan } from './plans/shift';

/** What plans a scenario can hold, with the fields of each; schemas/scenario.schema.json describes the same. */
export const PLAN_SECTIONS = {
  shift: ['zones', 'profile', 'hours'],
  payback: ['replaces', 'zones', 'utilizations'],
  search: ['layers', 'width', 'heads', 'on', 'dtypes', 'tokens'],
  federated: ['serverHours', 'serverZone', 'clients'],
} as const;

const CLIENT_FIELDS = [
  'zone',
  'participations',
  'computeWatts',
  'computeSeconds',
  'uploadWatts',
  'uploadSeconds',
  'downloadWatts',
  'downloadSeconds',
  'networkJoules',
] as const;

/** `h100` or `h100:8`; undefined for another text. */
export const parseHardware = (
  text: string,
): { readonly accelerator: string; readonly count: number } | undefined => {
  const parts = /^([^:\s]+)(?::([1-9]\d*))?$/.exec(text.trim());
  return parts?.[1] === undefined
    ? undefined
    : { accelerator: parts[1], count: parts[2] === undefined ? 1 : Number(parts[2]) };
};

export const readShift = (fields: Fields): ShiftPlan => {
  const zones = fields.list<string>('zones', 'string');
  const profile = fields.optionalText('profile');
  const hours = positive(fields, 'shift', 'hours');
  if (zones === undefined && profile === undefined)
    return fields.fail('hours', 'shift has neither zones nor a profile; expected one of them');
  return defined({ zones, profile, hours });
};

export const readPayback = (fields: Fields): PaybackPlan => {
  const replaces = hardware(fields, 'payback', 'replaces', fields.optionalText('replaces'));
  const utilizations = fields.numbers('utilizations');
  const wrong = utilizations?.find((share) => !(share > 0 && share <= 1));
  if (wrong !== undefined)
    return fields.fail(
      'utilizations',
      `payback.utilizations has ${wrong}; expected shares above 0 and up to 1`,
    );
  return { replaces, ...defined({ zones: fields.list<string>('zones', 'string'), utilizations }) };
};

export const readSearch = (fields: Fields): SearchPlan => {
  const on = fields.list<string>('on', 'string')?.map((text) => hardware(fields, 'search', 'on', text));
  const dtypes = fields.list<string>('dtypes', 'string')?.map((text): Dtype => {
    if (isDtype(text)) return text;
    return fields.fail('dtypes', `search.dtypes has "${text}"; expected some of ${DTYPES.join(', ')}`);
  });
  return defined({
    layers: fields.counts('layers'),
    width: fields.counts('width'),
    heads: fields.counts('heads'),
    on,
    dtypes,
    tokens: fields.optionalCount('tokens'),
  });
};

/** @param text The scenario's, for the place of a field that does not belong. */
export const readFederated = (fields: Fields, text: string): FederatedPlan => {
  const clients = fields.objects('clients');
  if (clients === undefined || clients.length === 0)
    return fields.fail(
      'clients',
      'federated.clients is missing; expected a list with one kind of device each',
    );
  return {
    serverHours:
      positive(fields, 'federated', 'serverHours') ??
      needed(fields, 'serverHours', 'the hours the server works'),
    ...defined({ serverZone: fields.optionalText('serverZone') }),
    clients: clients.map((client) => readClient(client, text)),
  };
};

const readClient = (client: Fields, text: string): FederatedClients => {
  for (const [key, entry] of client.value.entries) {
    if (CLIENT_FIELDS.some((field) => field === key)) continue;
    throw new Problem(
      `${key} is not a field of federated.clients; expected one of ${CLIENT_FIELDS.join(', ')}`,
      positionAt(text, entry.key.start),
    );
  }
  const number = (key: (typeof CLIENT_FIELDS)[number]): number =>
    atLeastZero(client, key) ?? needed(client, key, 'a number of 0 or more');
  return {
    zone: client.optionalText('zone') ?? needed(client, 'zone', 'a grid zone or country'),
    participations: client.count('participations'),
    computeWatts: number('computeWatts'),
    computeSeconds: number('computeSeconds'),
    uploadWatts: number('uploadWatts'),
    uploadSeconds: number('uploadSeconds'),
    downloadWatts: number('downloadWatts'),
    downloadSeconds: number('downloadSeconds'),
    ...defined({ networkJoules: atLeastZero(client, 'networkJoules') }),
  };
};

const hardware = (fields: Fields, section: string, key: string, text: string | undefined) => {
  const parsed = text === undefined ? undefined : parseHardware(text);
  return (
    parsed ??
    fields.fail(
      key,
      `${section}.${key} ${text === undefined ? 'is missing' : `has "${text}"`}; expected HARDWARE or HARDWARE:COUNT, such as a100:8`,
    )
  );
};

const positive = (fields: Fields, section: string, key: string): number | undefined => {
  const value = fields.optionalNumber(key);
  if (value === undefined || value > 0) return value;
  return fields.fail(key, `${section}.${key} is ${value}; expected more than 0`);
};

const atLeastZero = (fields: Fields, key: string): number | undefined => {
  const value = fields.optionalNumber(key);
  if (value === undefined || value >= 0) return value;
  return fields.fail(key, `${key} is ${value}; expected 0 or more`);
};

const needed = (fields: Fields, key: string, expected: string): never =>
  fields.fail(key, `${key} is missing; expected ${expected}`);

const defined = <T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
