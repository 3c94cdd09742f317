import { readFileSync } from 'node:fs';
import { ALCF_ENGINES } from './sets';
import { parseCsv } from './csv';
import { logError } from './stats';
import { percent, type Point } from './tables';

/** What other estimators say of latency rows, as `peers/predict.py` writes it: name → row → seconds. */
const readPeers = (file: string): ReadonlyMap<string, ReadonlyMap<string, number>> => {
  const peers = new Map<string, Map<string, number>>();
  for (const row of parseCsv(readFileSync(file, 'utf8'))) {
    const peer = row['peer'] ?? '';
    const engine = ALCF_ENGINES[row['framework'] ?? ''] ?? '';
    const key = [row['model'], `${row['n']} × ${row['hardware']}`, engine, row['in_out_len'], row['batch']];
    const known = peers.get(peer) ?? new Map<string, number>();
    peers.set(peer, known.set(key.join(' | '), Number(row['latency_s'])));
  }
  return peers;
};

const keyOf = ({ prediction: { question } }: Point): string =>
  [question.model, question.platform, question.engine, question.run.input, question.run.batch].join(' | ');

/** Errors of each estimator and ours on the rows that it answers. */
export const peersTable = (file: string, latency: readonly Point[]): string => {
  const lines = [...readPeers(file)].map(([peer, answers]) => {
    const shared = latency.flatMap((point) => {
      const seconds = answers.get(keyOf(point));
      return seconds === undefined
        ? []
        : [{ theirs: seconds / point.measured, ours: point.predicted / point.measured }];
    });
    const theirs = shared.map((row) => row.theirs);
    const ours = shared.map((row) => row.ours);
    return `| ${peer} | ${shared.length} | ${percent(logError(theirs, 0.5))} | ${percent(logError(theirs, 0.9))} | ${percent(logError(ours, 0.5))} | ${percent(logError(ours, 0.9))} |`;
  });
  return [
    '| Latency, A100 and H100, by | Rows | Median error | 90th percentile | Ours on them | 90th percentile |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n');
};
