/** A value as a trace's file has it: numbers and other words keep their spelling, so that none is rounded. */
export type WrittenValue =
  | { readonly kind: 'text'; readonly text: string }
  /** A number, a literal, or what a writer put where one belongs. */
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly WrittenValue[] }
  | { readonly kind: 'object'; readonly members: readonly WrittenMember[] };

export type WrittenMember = readonly [key: string, value: WrittenValue];

/** Lists and objects stand in one line where they fit. Characters. */
const LINE = 72;
const INDENT = '  ';

/** The value for people to read: a text as it is, anything nested as JSON in lines. */
export const showWritten = (value: WrittenValue): string =>
  value.kind === 'text' ? value.text : jsonOf(value, '');

const jsonOf = (value: WrittenValue, indent: string): string => {
  const inner = indent + INDENT;
  switch (value.kind) {
    case 'text':
      return JSON.stringify(value.text);
    case 'word':
      return value.text;
    case 'list':
      return enclosed(
        '[',
        value.items.map((item) => jsonOf(item, inner)),
        ']',
        indent,
      );
    case 'object':
      return enclosed(
        '{',
        value.members.map(([key, member]) => `${JSON.stringify(key)}: ${jsonOf(member, inner)}`),
        '}',
        indent,
      );
  }
};

const enclosed = (open: string, parts: readonly string[], close: string, indent: string): string => {
  const length = parts.reduce((sum, part) => sum + part.length + 2, indent.length);
  if (length <= LINE && !parts.some((part) => part.includes('\n'))) return open + parts.join(', ') + close;
  const inner = indent + INDENT;
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
};
