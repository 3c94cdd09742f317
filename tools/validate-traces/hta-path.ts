import { criticalPathOf, graphSize } from '../../src/core/traces/analysis/critical-path';
import { demand, demandClose } from './parity';
import type { Comparison } from './parity';
import type { Case } from './hta';
import type { CriticalPathResult } from './results';

/** HTA's names of what bounds the path, and ours: it takes copies for computation. */
const BOUNDS = {
  cpu_bound: ['host'],
  gpu_compute_bound: ['computation', 'copy'],
  gpu_communication_bound: ['communication'],
  gpu_kernel_launch_overhead: ['launchDelay'],
  gpu_kernel_kernel_overhead: ['kernelGap'],
} as const;

/** Size of the graph, length of the path and what bounds it, over all annotations that HTA was asked for. */
export const comparePath = ({ trace, selection, results }: Case): readonly Comparison[] => {
  const { slices, strings } = selection.trace;
  const compared: Comparison[] = [];
  for (const [name, { params, value }] of Object.entries(results)) {
    if (!name.startsWith('critical_path_analysis') || value === null) continue;
    const theirs = value as CriticalPathResult;
    const annotation = String(params?.['annotation'] ?? '');
    const row = selection.host.find((at) => strings.text(slices.name[at] ?? 0).includes(annotation)) ?? -1;
    const span =
      annotation === ''
        ? { from: -Infinity, to: Infinity }
        : { from: selection.start[row] ?? NaN, to: selection.end[row] ?? NaN };
    const graph = graphSize(selection, span);
    demand(graph.nodes === theirs.n_nodes, `${trace}: ${name}: ${graph.nodes} nodes`);
    demand(graph.edges === theirs.n_edges, `${trace}: ${name}: edges`);
    const ours = criticalPathOf(selection, span);
    demandClose((ours?.seconds ?? NaN) * 1e6, theirs.total_duration, `${trace}: ${name}`);
    const { index, values } = theirs.duration_by_bound;
    for (const [bound, parts] of Object.entries(BOUNDS)) {
      const sum = parts.reduce((seconds, part) => seconds + (ours?.byBound[part] ?? NaN), 0);
      demandClose(sum * 1e6, values[index.indexOf(bound)] ?? 0, `${trace}: ${name}: ${bound}`, 1e-3);
    }
    compared.push({ analysis: '11 critical path', trace });
  }
  return compared;
};
