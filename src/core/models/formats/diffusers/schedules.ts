import type { Schedule } from '../../diffusion/pipeline';
import data from './pipelines.yaml';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const numberOf = (entry: Readonly<Record<string, unknown>>, name: string, pipeline: string): number => {
  const value = entry[name];
  if (typeof value !== 'number') throw new Error(`pipelines.yaml: ${pipeline}.${name} is not a number`);
  return value;
};

const entries = (): Readonly<Record<string, unknown>> =>
  isRecord(data) && isRecord(data['pipelines']) ? data['pipelines'] : {};

/** Where the defaults are from. */
const sourceText = isRecord(data) && typeof data['source'] === 'string' ? data['source'] : '';

export const knownPipelines = (): readonly string[] => Object.keys(entries());

/** How a class of pipelines runs by default; undefined where it is not known. */
export const scheduleOf = (className: string): Schedule | undefined => {
  const entry = entries()[className];
  if (!isRecord(entry)) return undefined;
  return {
    source: sourceText,
    steps: numberOf(entry, 'steps', className),
    passes: numberOf(entry, 'passes', className),
    text: numberOf(entry, 'text', className),
    ...(entry['joint'] === undefined ? {} : { joint: numberOf(entry, 'joint', className) }),
    ...(entry['framesPerSecond'] === undefined
      ? {}
      : { framesPerSecond: numberOf(entry, 'framesPerSecond', className) }),
  };
};
