import type { AnalysisName } from '../traces/analysis/registry';
import type { Finding as CoreFinding } from '../traces/analysis/findings';
import { formatCount, formatQuantity, formatShare } from '../units/format';
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

/** `hostWaitSeconds: 0.0924` as "Host wait 92.4 ms". */
const evidenceText = (evidence: CoreFinding['evidence']): string => {
  const parts = Object.entries(evidence).map(([name, value]) => {
    const isTime = /seconds$/i.test(name);
    const words = name.replace(/seconds$/i, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    const shown = isTime
      ? formatQuantity(value, 's')
      : name === 'variation'
        ? formatShare(value)
        : formatCount(value);
    return `${words === '' ? 'time' : words} ${shown}`;
  });
  return parts.length === 0 ? '' : `${capital(parts.join(', '))}. `;
};

/** At most five over all ranks, the costliest first. */
export const findingsOf = ({ ranks }: TraceReport): readonly Finding[] =>
  ranks
    .flatMap(({ rank, findings = [] }) =>
      findings.map(({ rule, sentence, evidence, because, share }) => ({
        rule,
        title: ranks.length === 1 ? `${capital(sentence)}.` : `Rank ${rank}: ${sentence}.`,
        evidence: `${evidenceText(evidence)}Rule ${rule}: said when ${because}.`,
        share,
      })),
    )
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST);
