/** Edits (insert, delete, replace, swap of neighbours) that turn one word into the other; case is ignored. */
const distance = (a: string, b: string): number => {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
};

/**
 * The candidates a mistyped word may have meant, best first. Those that contain the word count as near; others
 * may differ in a third of its letters.
 */
export const nearest = (word: string, candidates: Iterable<string>, limit = 3): string[] => {
  const wanted = word.toLowerCase().slice(0, 64);
  const scored: { readonly candidate: string; readonly score: number }[] = [];
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const contains = wanted.length > 1 && other.includes(wanted);
    const score = contains ? (other.length - wanted.length) / other.length : distance(wanted, other);
    if (contains || score <= Math.max(1, Math.floor(wanted.length / 3))) scored.push({ candidate, score });
  }
  return scored
    .sort((a, b) => a.score - b.score)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
};
