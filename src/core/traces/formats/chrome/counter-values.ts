import { decodeUtf8 } from '../../scan/text';

type Arguments = Readonly<Record<string, unknown>>;

/** The arguments of an event; undefined where they are not quite JSON. */
export const parseArguments = (bytes: Uint8Array, start: number, end: number): Arguments | undefined => {
  try {
    return JSON.parse(decodeUtf8(bytes, start, end)) as Arguments;
  } catch {
    return undefined;
  }
};

/** What a counter event counts: its arguments that are numbers, or texts of them. */
export const counterValues = (args: Arguments): readonly (readonly [series: string, value: number])[] =>
  Object.entries(args).flatMap(([series, given]) => {
    const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
    return typeof value !== 'number' || Number.isNaN(value) ? [] : [[series, value] as const];
  });
