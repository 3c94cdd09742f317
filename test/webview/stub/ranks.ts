/** Two ranks of the stub's trace. The server lays them out: analyses take WebAssembly, which the page's policy forbids. */
import type { TracePage } from '../../../src/core/report/pages/page';
import type { RankChoice } from '../../../src/protocol/panel-state';

export const RANKS: RankChoice = {
  shown: 0,
  labels: ['Rank 0: rank0.pt.trace.json.gz', 'Rank 1: rank1.pt.trace.json.gz'],
};

export const ranksPage = (): TracePage =>
  JSON.parse(document.getElementById('ranks-page')?.textContent ?? '') as TracePage;
