import type { OperatorRow } from '../../../src/core/report/types';
import type { TraceContent } from '../../../src/protocol/panel-state';
import { ASSUMPTIONS, choices } from './content';
import { traceEstimate } from './estimates';

const GEMM =
  'sm90_xmma_gemm_bf16bf16_bf16f32_f32_tn_n_tilesize128x128x64_warpgroupsize1x1x1_execute_segment_k_off_kernel__5x_cublas';

/** Of a program that only ran on the host. */
export const hostContent = (): TraceContent => {
  const { estimate: _, ...content } = traceContent();
  return {
    ...content,
    inspection: { ...content.inspection, devices: [], devicesListed: 0, devicesBasis: 'listed' },
    findings: [],
    comparison: { schemaVersion: 1, rows: [], best: {} },
    trace: {
      schemaVersion: 1,
      window: 'all',
      ranks: [
        {
          rank: 0,
          summary: {
            spanSeconds: 0.4312,
            operators: 1860,
            runtimeCalls: 0,
            deviceEvents: 0,
            streams: 0,
            steps: 3,
          },
        },
      ],
    },
  };
};

export const traceContent = (): TraceContent => {
  const rows = [
    traceEstimate('train-step', 'h100-sxm5', 1),
    traceEstimate('train-step', 'a100-sxm4-80', 1.9),
    traceEstimate('train-step', 'mi300x', 1.1),
  ];
  const [estimate] = rows;
  if (estimate === undefined) throw new Error('The stub has no estimates.');
  const row = (
    name: string,
    category: OperatorRow['category'],
    count: number,
    hostSeconds: number,
    deviceSeconds?: number,
  ): OperatorRow => ({
    name,
    category,
    phase: 'step',
    count,
    hostSeconds,
    ...(deviceSeconds === undefined ? {} : { deviceSeconds }),
  });
  return {
    kind: 'trace',
    readAt: 0,
    inspection: {
      schemaVersion: 1,
      kind: 'trace',
      name: 'train-step',
      format: 'kineto',
      bytes: 56_412_883,
      events: 132_418,
      repairedEvents: 3,
      skippedEvents: 0,
      truncated: { atByte: 56_412_883 },
      ranks: 2,
      spanSeconds: 0.4312,
      devices: [{ name: 'NVIDIA H100 80GB HBM3', count: 2 }],
      devicesBasis: 'work',
      devicesListed: 8,
      has: { shapes: true, stacks: true, memory: false, flops: false },
    },
    deployment: { accelerator: 'h100-sxm5', count: 1, zone: 'WORLD', pue: 1.2, lifetimeYears: 4 },
    notices: [
      {
        severity: 'warning',
        message: 'The file is cut off at byte 56,412,883; the events before the cut are shown.',
      },
      { severity: 'information', message: '3 events had values that are not JSON (NaN) and were repaired.' },
    ],
    findings: [
      {
        rule: 'idle',
        share: 0.31,
        title:
          'The device waits for the host during 31 % of the step: 4,112 kernels are shorter than their launch; try CUDA graphs or torch.compile.',
        evidence:
          'Host wait 128 ms, device span 412 ms, kernels shorter than launch 4,112. Rule idle: said when the busiest stream waits for launches at least 10.0 % of the time.',
      },
      {
        rule: 'exposedCommunication',
        share: 0.082,
        title: 'All-reduce is exposed during 8.2 % of the step.',
        evidence: '33.8 ms of ncclDevKernel_AllReduce run while no other kernel does.',
      },
    ],
    recorded: [
      {
        kind: 'facts',
        heading: 'Energy and carbon of what was recorded',
        facts: [
          ['Accelerators', '19.3 J (18.5–20.4)'],
          ['', 'estimated from what ran and the power model of the part'],
          ['Carbon, operation', '6.41 mg CO2e (0.796–11.1)'],
        ],
      },
    ],
    operators: {
      schemaVersion: 1,
      by: 'operator',
      rows: [
        row('aten::mm', 'linear', 672, 0.0213, 0.171),
        row('flash_attn::_flash_attn_backward', 'attention', 32, 0.0021, 0.0392),
        row('flash_attn::_flash_attn_forward', 'attention', 32, 0.0019, 0.0181),
        row('aten::_fused_adamw_', 'optimizer', 4, 0.0032, 0.0117),
        row('nccl:all_reduce', 'communication', 33, 0.0044, 0.0338),
        row('aten::copy_', 'memory', 291, 0.0102, 0.0024),
        row('aten::mul', 'elementwise', 1311, 0.0311, 0.0093),
        row('cudaDeviceSynchronize', 'synchronisation', 2, 0.0922),
      ],
    },
    groupings: ['operator', 'category', 'module', 'kernel'],
    trace: {
      schemaVersion: 1,
      window: 'all',
      ranks: [0, 1].map((rank) => ({
        rank,
        temporal: { idle: 0.1277, compute: 0.2505, nonCompute: 0.0338, kernelTime: 0.412 },
        kernelTypes: [
          { type: 'computation', seconds: 0.2505 },
          { type: 'communication', seconds: 0.0411 },
          { type: 'memory', seconds: 0.0024 },
        ],
        kernels: [
          {
            name: GEMM,
            type: 'computation',
            count: 672,
            sum: 0.171,
            mean: 0.171 / 672,
            min: 0.000_021,
            max: 0.0013,
            stddev: 0.000_11,
          },
          {
            name: 'flash_bwd_dq_dk_dv_loop_seqk_parallel_kernel',
            type: 'computation',
            count: 32,
            sum: 0.0392,
            mean: 0.0392 / 32,
            min: 0.0012,
            max: 0.001_25,
            stddev: 0.000_012,
          },
          {
            name: 'ncclDevKernel_AllReduce_Sum_bf16_RING_LL',
            type: 'communication',
            count: 33,
            sum: 0.0411,
            mean: 0.0411 / 33,
            min: 0.000_9,
            max: 0.0021,
            stddev: 0.000_3,
          },
          {
            name: 'Memcpy DtoH (Device -> Pageable)',
            type: 'memory',
            count: 1,
            sum: 0.0024,
            mean: 0.0024,
            min: 0.0024,
            max: 0.0024,
          },
        ],
      })),
    },
    estimate,
    comparison: {
      schemaVersion: 1,
      rows,
      best: { latency: 'h100-sxm5', energy: 'h100-sxm5', carbon: 'h100-sxm5' },
    },
    choices,
    assumptions: ASSUMPTIONS,
  };
};
