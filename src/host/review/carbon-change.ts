import { changeText } from '../../core/report/documents/diff';
import type { ConfigSummary } from '../../protocol/analysis';

/** Below half of what is shown, two figures are the same. */
const SAME = 0.0005;

/** `+12.0 % gCO2e/token vs HEAD`; undefined where nothing changed that is to be seen, or carbon is not known. */
export const carbonChange = (before: ConfigSummary, after: ConfigSummary): string | undefined => {
  const [was, is] = [before.estimate.carbon, after.estimate.carbon];
  const [from, to] = [was.total ?? was.operational, is.total ?? is.operational];
  if (from === undefined || to === undefined || from.mid === 0 || was.per !== is.per) return undefined;
  const ratio = to.mid / from.mid;
  if (Math.abs(ratio - 1) < SAME) return undefined;
  const { unit } = after.estimate.throughput;
  return `${changeText({ ratio })} gCO2e/${is.per === 'unit' ? unit : is.per} vs HEAD`;
};
