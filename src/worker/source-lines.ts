import { Problem } from '../core/problem';
import { notRecorded } from '../core/traces/not-recorded';
import { sourceLines, type SourceLinesReport } from '../core/traces/analysis/source-lines';
import type { OpenTrace } from './open-file';

/** Times of Python's lines. @throws Problem where the trace has no stacks: how its writer records them */
export const linesOf = ({ inspection: { name }, selection }: OpenTrace): SourceLinesReport => {
  const chosen = selection();
  const report = sourceLines.run(chosen);
  if (report === undefined) throw new Problem(`${name}: ${notRecorded(chosen.trace, 'stacks')}`);
  return report;
};
