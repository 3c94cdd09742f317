/** One result of ours beside a peer's: equal, or not and why. */
export interface Comparison {
  readonly analysis: string;
  readonly trace: string;
  /** Why the peer's result is not ours, and what shows it. Whoever puts it here has shown that it is so. */
  readonly difference?: {
    readonly reason: string;
    readonly theirs: string;
    readonly ours: string;
    readonly events: string;
  };
}

/** Equal to 1e-6 of the reference, or to what the reference was rounded to. */
export const isClose = (actual: number | undefined, expected: number, rounding = 0): boolean =>
  actual !== undefined && Math.abs(actual - expected) <= Math.max(1e-6 * Math.abs(expected), rounding, 1e-9);

/** A result differs from the peer's and no reason is known. */
export class Unexplained extends Error {}

export const demand = (holds: boolean, what: string): void => {
  if (!holds) throw new Unexplained(what);
};

export const demandClose = (
  actual: number | undefined,
  expected: number | string | null | undefined,
  what: string,
  rounding = 0,
): void =>
  demand(
    typeof expected === 'number' && isClose(actual, expected, rounding),
    `${what}: ${actual} is not ${expected}`,
  );

export const demandSameNames = (ours: Iterable<string>, theirs: Iterable<string>, what: string): void => {
  const [own, other] = [new Set(ours), new Set(theirs)];
  const only = (of: Set<string>, not: Set<string>): string =>
    [...of].filter((name) => !not.has(name)).join(', ');
  demand(
    own.size === other.size && [...own].every((name) => other.has(name)),
    `${what}: only here ${only(own, other)}; only there ${only(other, own)}`,
  );
};

/** Lines of a table: of each analysis how many results were compared and how many are equal. */
export const summaryLines = (comparisons: readonly Comparison[]): readonly string[] => {
  const analyses = [...new Set(comparisons.map(({ analysis }) => analysis))];
  return analyses.map((name) => {
    const own = comparisons.filter(({ analysis }) => analysis === name);
    const equal = own.filter(({ difference }) => difference === undefined).length;
    return `| ${name} | ${own.length} | ${equal} | ${own.length - equal} |`;
  });
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

/** Every result that is not equal: for each reason a table. */
export const differenceTables = (comparisons: readonly Comparison[]): string => {
  const byReason = new Map<string, string[]>();
  for (const { analysis, trace, difference } of comparisons) {
    if (difference === undefined) continue;
    const { reason, theirs, ours, events } = difference;
    const lines = byReason.get(reason) ?? [];
    byReason.set(reason, lines);
    lines.push(`| ${[analysis, trace, theirs, ours, events].map(cell).join(' | ')} |`);
  }
  if (byReason.size === 0) return 'No result differs.';
  return [...byReason]
    .map(([reason, lines]) =>
      [
        `**${reason}.** ${lines.length} results:`,
        '',
        '| Analysis | Trace | There: the first that differs | Here | Events that show it |',
        '| --- | --- | --- | --- | --- |',
        ...lines,
      ].join('\n'),
    )
    .join('\n\n');
};
