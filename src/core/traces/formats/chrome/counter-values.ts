import { decodeUtf8 } from '../../scan/text';

type Arguments = Readonly<Record<string, unknown>>;

const parsed = (text: string): Arguments | undefined => {
  try {
    return JSON.parse(text) as Arguments;
  } catch {
    return undefined;
  }
};

const TOKEN = /"(?:[^"\\]|\\[^])*"|[^\s"{}[\],:]+/g;
const WORD = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** A text of JSON with what its writer forgot to escape. */
const escaped = (token: string): string =>
  token
    .replace(/\\\\|\\(?!["/bfnrt]|u[0-9a-fA-F]{4})/g, '\\\\')
    .replace(/[\0-\x1f]/g, (control) => JSON.stringify(control).slice(1, -1));

/**
 * The arguments of an event; a bare word (NaN, N/A) is null, and texts are taken as they stand.
 * @returns `isEscaped` where texts had to be mended; no arguments where that does not help
 */
export const parseArguments = (
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly args: Arguments | undefined; readonly isEscaped: boolean } => {
  const text = decodeUtf8(bytes, start, end);
  const args = parsed(text);
  if (args !== undefined) return { args, isEscaped: false };
  let isEscaped = false;
  const mended = text.replace(TOKEN, (token) => {
    if (!token.startsWith('"')) return WORD.test(token) ? token : 'null';
    const whole = escaped(token);
    isEscaped ||= whole !== token;
    return whole;
  });
  return { args: parsed(mended), isEscaped };
};

/** What a counter event counts: its arguments that are finite numbers, or texts of them. */
export const counterValues = (args: Arguments): readonly (readonly [series: string, value: number])[] =>
  Object.entries(args).flatMap(([series, given]) => {
    const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
    return typeof value === 'number' && Number.isFinite(value) ? [[series, value] as const] : [];
  });
