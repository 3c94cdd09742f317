import file from './cases.yaml';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const group = (value: unknown, name: string): Readonly<Record<string, unknown>> => {
  const found = isRecord(value) ? value[name] : undefined;
  return isRecord(found) ? found : {};
};

/** Config of a case, below the folder of configs; undefined where there is none. */
export const configOf = (model: string): string | undefined => {
  const path = group(file, 'models')[model];
  return typeof path === 'string' ? path : undefined;
};

/** Why a program's figures differ from the truth. */
export const whyOf = (tool: string, quantity: string): string => {
  const why = group(group(file, 'why'), tool)[quantity];
  return typeof why === 'string' ? why : '';
};

/** Why ours differ from the reference's in a row, where that is known. */
export const reasonOf = (config: string): string => {
  const reason = group(file, 'reference')[config];
  return typeof reason === 'string' ? reason : 'not explained';
};
