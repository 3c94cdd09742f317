import type { Quantization } from './quantization';

/** Layer numbers and our labels of layer kinds become `*`, so that paths compare. */
const generalised = (path: string): string =>
  path.replace(/(\.(layers|h|blocks|layer))\.(?:[\w-]+\.\*|\*|\d+)(?=\.|$)/g, '$1.*');

/**
 * A pattern of a config is run only where it is a plain one: letters, dots, groups of words, few wildcards, and no
 * repeated groups, which can take for ever.
 */
const safePattern = (pattern: string): RegExp | undefined =>
  pattern.length <= 200 &&
  /^[\w.*\\()|$^-]*$/.test(pattern) &&
  !/\)[*]/.test(pattern) &&
  pattern.split('*').length <= 6
    ? new RegExp(pattern)
    : undefined;

const escaped = (text: string): string =>
  text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\\?\*/g, '[^.]*');

/** Names that stand for most layers; one that is left out in a few layers only counts as quantised. */
const mostLayers = (excluded: readonly string[], layers: number): readonly string[] => {
  const counts = new Map<string, number>();
  for (const name of excluded) {
    const general = generalised(name);
    const weight = general === name ? layers : 1;
    counts.set(general, (counts.get(general) ?? 0) + weight);
  }
  return [...counts].filter(([, count]) => 2 * count >= layers).map(([name]) => name);
};

/** Whether a module, by its path in the tree, is left out of the quantisation. */
export const exclusion = ({ excluded }: Quantization, layers: number): ((path: string) => boolean) => {
  const tests = mostLayers(excluded, layers).flatMap(
    (name) =>
      (name.startsWith('re:') ? safePattern(name.slice(3)) : new RegExp(`(^|\\.)${escaped(name)}(\\.|$)`)) ??
      [],
  );
  return (path) => tests.some((test) => test.test(generalised(path)));
};
