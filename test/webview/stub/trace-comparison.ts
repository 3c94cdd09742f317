/** What the stub's trace is compared with, laid out by the core from results written by hand. */
import { comparePage } from '../../../src/core/report/pages/compare';
import type { PageBlock } from '../../../src/core/report/pages/page';
import type { DiffRow } from '../../../src/core/traces/analysis/diff';

const GEMM = 'sm90_xmma_gemm_bf16bf16_bf16f32_f32_tn_n_tilesize128x128x64_warpgroupsize1x1x1_cublas';

const row = (
  name: string,
  before: number | undefined,
  after: number | undefined,
  inputShapes?: string,
): DiffRow => ({
  name,
  ...(inputShapes === undefined ? {} : { inputShapes }),
  change:
    before === undefined ? 'added' : after === undefined ? 'removed' : after > before ? 'slower' : 'faster',
  ...(before === undefined ? {} : { before: { count: 32, seconds: before } }),
  ...(after === undefined ? {} : { after: { count: 32, seconds: after } }),
  seconds: (after ?? 0) - (before ?? 0),
  count: (after === undefined ? 0 : 32) - (before === undefined ? 0 : 32),
});

const OPERATORS = [
  row('aten::scaled_dot_product_attention', undefined, 0.0181),
  row('aten::softmax', 0.0402, undefined),
  row('aten::mm', 0.168, 0.171),
];

export const comparison = (): readonly PageBlock[] =>
  comparePage(
    { name: 'before.pt.trace.json.gz', steps: 3 },
    { name: 'train-step.pt.trace.json.gz', steps: 4 },
    {
      diff: {
        kind: 'trace',
        before: 'before.pt.trace.json.gz',
        after: 'train-step.pt.trace.json.gz',
        changes: [],
        deltas: [{ metric: 'deviceTime', before: 0.291, after: 0.253, ratio: 0.253 / 0.291 }],
        inseparable: [],
      },
      events: {
        host: [],
        device: [
          row('softmax_warp_forward', 0.0402, undefined),
          row('flash_fwd_kernel', undefined, 0.0181),
          row(GEMM, 0.168, 0.171),
          { ...row('ncclDevKernel_AllReduce_Sum_bf16_RING_LL', 0.0338, 0.0338), change: 'same' },
        ],
        operators: [
          row('aten::scaled_dot_product_attention', undefined, 0.0181, '[[8, 32, 2048, 128]]'),
          row('aten::softmax', 0.0402, undefined, '[[8, 32, 2048, 2048]]'),
          row('aten::mm', 0.09, 0.093, '[[8192, 4096], [4096, 14336]]'),
        ],
        operatorNames: OPERATORS,
      },
    },
  );
