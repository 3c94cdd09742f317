import { existsSync, readFileSync } from 'node:fs';

/** A part of `document` that takes longer or needs more: written when `make` is given, else kept as it stands there. */
export const occasional = (
  document: string,
  name: string,
  flag: string,
  make: (() => string) | undefined,
): string => {
  const [begin, end] = [`<!-- ${name}: written with ${flag} -->`, `<!-- end of ${name} -->`];
  const old = existsSync(document) ? readFileSync(document, 'utf8') : '';
  const [from, to] = [old.indexOf(begin), old.indexOf(end)];
  const kept =
    from < 0 || to < 0 ? `Not computed yet: run with \`${flag}\`.` : old.slice(from + begin.length, to);
  return [begin, '', (make?.() ?? kept).trim(), '', end].join('\n');
};
