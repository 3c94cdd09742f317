import type { AnalysisName } from '../traces/analysis/registry';
import type { Finding as CoreFinding } from '../traces/analysis/findings';
import { formatCount, formatQuantity, formatShare } from '../units/format';
import type { LadderUnit } from '../units/ladders';
import type { TraceReport } from './types';

/** What stands out in a trace, in words, and why that is said. */
export interface Finding {
  /** The rule that found it. */
  readonly rule: string;
  readonly title: string;
  readonly evidence: string;
  /** Share of the time that it costs at most. */
  readonly share: number;
}

/** What `findingsOf` reads. */
export const FINDING_ANALYSES: readonly AnalysisName[] = ['findings'];

const MOST = 5;

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const RATES: Readonly<Partial<Record<string, LadderUnit>>> = {
  flopsPerSecond: 'flop/s',
  bytesPerSecond: 'B/s',
};

/** `hostWaitSeconds: 0.0924` as "Host wait 92.4 ms". */
export const evidenceText = (evidence: CoreFinding['evidence']): string => {
  const parts = Object.entries(evidence).map(([name, value]) => {
    const isTime = /seconds$/i.test(name);
    const words = name.replace(/seconds$/i, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    const rate = RATES[name];
    if (rate !== undefined) return `achieved ${formatQuantity(value, rate)}`;
    const shown = isTime
      ? formatQuantity(value, 's')
      : name === 'variation'
        ? formatShare(value)
        : formatCount(value);
    return `${words === '' ? 'time' : words} ${shown}`;
  });
  return parts.length === 0 ? '' : `${capital(parts.join(', '))}. `;
};

/** The same finding of several ranks is told once, of the rank that it costs most. */
const oncePerRule = (ranks: TraceReport['ranks']): readonly Finding[] => {
  const byRule = new Map<string, { rank: number; finding: CoreFinding; ranks: number }>();
  for (const { rank, findings = [] } of ranks)
    for (const finding of findings) {
      const known = byRule.get(finding.rule);
      if (known === undefined) byRule.set(finding.rule, { rank, finding, ranks: 1 });
      else {
        known.ranks++;
        if (finding.share > known.finding.share) Object.assign(known, { rank, finding });
      }
    }
  return [...byRule.values()].map(({ rank, finding, ranks: count }) => {
    const { rule, sentence, evidence, because, share } = finding;
    const others =
      count === 1 ? '' : `, and the like on ${count === 2 ? 'another rank' : `${count - 1} other ranks`}`;
    return {
      rule,
      title: ranks.length === 1 ? `${capital(sentence)}.` : `Rank ${rank}: ${sentence}${others}.`,
      evidence: `${evidenceText(evidence)}Rule ${rule}: said when ${because}.`,
      share,
    };
  });
};

/** Waiting for ranks that come later, as a share of all ranks' communication that is worth saying. */
const WAITING = 0.2;

/** Ranks that wait for one of them in their collectives. */
const straggling = ({ across, ranks }: TraceReport): readonly Finding[] => {
  if (across?.straggler === undefined) return [];
  const wait = across.ranks.reduce((sum, rank) => sum + rank.wait, 0);
  const all = across.ranks.reduce((sum, rank) => sum + rank.wait + rank.transfer, 0);
  if (wait < WAITING * all) return [];
  const mean = wait / across.ranks.length;
  // A folder shows one of its ranks at a time.
  const span = Math.max(0, ...ranks.map(({ temporal }) => temporal?.kernelTime ?? 0));
  return [
    {
      rule: 'straggler',
      title:
        `The ranks wait for each other in ${formatShare(wait / all)} of their communication, most of all for rank ` +
        `${across.straggler}; see on the page Ranks what it does meanwhile.`,
      evidence:
        `Wait ${formatQuantity(mean, 's')} a rank, communication ${formatQuantity(all / across.ranks.length, 's')} a rank, ` +
        `collectives not on every rank ${formatCount(across.unmatched)}. ` +
        `Rule straggler: said when waiting for later ranks is at least ${formatShare(WAITING)} of all communication.`,
      share: span === 0 ? 0 : Math.min(1, mean / span),
    },
  ];
};

/** At most five over all ranks, the costliest first. */
export const findingsOf = (report: TraceReport): readonly Finding[] =>
  [...oncePerRule(report.ranks), ...straggling(report)].sort((a, b) => b.share - a.share).slice(0, MOST);
