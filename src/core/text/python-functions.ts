/** Where a function that a trace names stands in a text of today. */

/** Decorators between the line that a trace gives and its `def`. */
const MOST_DECORATORS = 20;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Code objects without a `def`, and what their first line has in it. */
const NAMELESS: Readonly<Record<string, RegExp>> = {
  '<lambda>': /\blambda\b/,
  '<listcomp>': /\bfor\b|\[/,
  '<setcomp>': /\bfor\b|\{/,
  '<dictcomp>': /\bfor\b|\{/,
  '<genexpr>': /\bfor\b|\(/,
};

/**
 * The line where a Python function begins, counted from 1 as `line` is; undefined where the text has none of that name
 * there, so that it cannot be the text that ran. A function that ran before the trace began (`wasRunning`) is named with
 * a line inside it, so the nearest beginning above counts.
 */
export const functionLine = (
  lines: readonly string[],
  name: string,
  line: number,
  wasRunning: boolean,
): number | undefined => {
  if (line < 1 || line > lines.length) return undefined;
  if (name === '<module>') return line;
  const nameless = NAMELESS[name];
  if (nameless !== undefined) return nameless.test(lines[line - 1] ?? '') ? line : undefined;
  const begins = new RegExp(`^\\s*((async\\s+)?def|class)\\s+${escaped(name)}\\b`);
  for (let at = line; at <= Math.min(lines.length, line + MOST_DECORATORS); at++) {
    const text = lines[at - 1] ?? '';
    if (begins.test(text)) return at;
    if (at === line && !/^\s*@/.test(text)) break;
  }
  if (wasRunning) for (let at = line; at >= 1; at--) if (begins.test(lines[at - 1] ?? '')) return at;
  return undefined;
};
