import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { Problem } from '../problem';
import { type LocatedEntry, type LocatedValue, positionAt } from './located';

export const MAX_CONFIG_BYTES = 64 * 1024 * 1024;
export const MAX_DEPTH = 1000;

/** Nesting depth is checked before parsing, because the parser recurses. Strings are skipped. */
const checkDepth = (text: string): void => {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92) i++;
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 123 || c === 91) {
      if (++depth > MAX_DEPTH) {
        throw new Problem(
          `nested deeper than ${MAX_DEPTH} levels; a model config has fewer than 10`,
          positionAt(text, i),
        );
      }
    } else if (c === 125 || c === 93) depth--;
  }
};

const REASONS: Record<string, string> = {
  InvalidSymbol: 'a word that is not JSON; expected a value such as 1, "text", true or null',
  InvalidNumberFormat: 'a malformed number; expected digits such as 4096 or 1e-5',
  PropertyNameExpected: 'expected a property name in double quotes',
  ValueExpected: 'expected a value',
  ColonExpected: 'expected ":" after the property name',
  CommaExpected: 'expected "," between the properties',
  CloseBraceExpected: 'the text ends before its closing "}"; it seems cut off',
  CloseBracketExpected: 'the text ends before its closing "]"; it seems cut off',
  EndOfFileExpected: 'more text after the end of the JSON value; expected nothing',
  UnexpectedEndOfString: 'a string without its closing quote',
  InvalidCommentToken: 'a comment, which JSON does not have',
  UnexpectedEndOfComment: 'a comment without its end',
};

/** Parses JSON with the place of every value. @throws Problem naming line and column. */
export const parseJson = (text: string): LocatedValue => {
  if (text.trim() === '')
    throw new Problem('the file is empty; expected a JSON object', { line: 1, column: 1 });
  checkDepth(text);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, {
    disallowComments: true,
    allowTrailingComma: false,
    allowEmptyContent: false,
  });
  const [error] = errors;
  if (error !== undefined || root === undefined) {
    const code = error === undefined ? 'ValueExpected' : printParseErrorCode(error.error);
    const where = positionAt(text, error?.offset ?? 0);
    throw new Problem(`not valid JSON: ${REASONS[code] ?? code}`, where);
  }
  return locate(root);
};

const locate = (node: Node): LocatedValue => {
  const range = { start: node.offset, end: node.offset + node.length };
  if (node.type === 'array') return { type: 'array', range, items: (node.children ?? []).map(locate) };
  if (node.type !== 'object')
    return { type: 'scalar', range, value: node.value as string | number | boolean | null };
  const entries = new Map<string, LocatedEntry>();
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key === undefined || value === undefined) continue;
    entries.set(key.value as string, {
      key: { start: key.offset, end: key.offset + key.length },
      value: locate(value),
    });
  }
  return { type: 'object', range, entries };
};
