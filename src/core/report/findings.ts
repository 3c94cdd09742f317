import type { AnalysisName } from '../traces/analysis/registry';
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

/** At most five over all ranks, the costliest first. */
export const findingsOf = ({ ranks }: TraceReport): readonly Finding[] =>
  ranks
    .flatMap(({ rank, findings = [] }) =>
      findings.map(({ rule, sentence, because, share }) => ({
        rule,
        title: ranks.length === 1 ? `${sentence}.` : `Rank ${rank}: ${sentence}.`,
        evidence: `Said when ${because}.`,
        share,
      })),
    )
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST);
