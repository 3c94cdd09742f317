/** What the stub host answers about comparisons: points made by hand, laid out by the real core. */
import { parseAxis } from '../../../src/core/compare/axis';
import type { DesignPoint } from '../../../src/core/compare/sweep';
import { primitiveBlocks, scalingBlocks } from '../../../src/core/report/pages/decide';
import { sweepBlocks } from '../../../src/core/report/pages/sweep';
import { joules, seconds } from '../../../src/core/units/quantity';
import type { Section, SectionRequest, SweepRequest, SweepState } from '../../../src/protocol/comparing';

/** A fast one, a frugal one, one in between: who wins depends on batch and length. */
const point = (deployment: number, batch: number, input: number): DesignPoint => {
  const work = batch * (input + 400);
  const latency =
    (0.2 + 0.3 * deployment) * (1 + work / (20_000 * (1 + deployment * 1.6) ** 2)) + batch / 900;
  return {
    deployment,
    batch,
    input,
    output: 128,
    fits: work < 400_000 * (deployment + 3),
    latency,
    unitsPerSecond: (batch * 128) / latency,
    joulesPerUnit: ((300 + 160 * deployment) * latency) / batch / 128,
    gramsPerUnit: ((0.04 + 0.02 * deployment) * latency) / batch,
    ttft: latency / 8,
    tpot: latency / 140,
  };
};

export const sweepState = (request: SweepRequest, share: number): SweepState => {
  const [batches, inputs] = [parseAxis(request.batch), parseAxis(request.input)];
  const hardware = request.accelerators.map((accelerator) => ({
    accelerator,
    name: accelerator.toUpperCase(),
    count: 1,
  }));
  const points = batches.flatMap((batch) =>
    inputs.flatMap((input) => hardware.map((_, deployment) => point(deployment, batch, input))),
  );
  const done = Math.round(points.length * share);
  return {
    done,
    total: points.length,
    finished: share === 1,
    blocks: sweepBlocks(points.slice(0, done), hardware, { ...request, inputs: ['input', 'output'] }),
  };
};

const scaling = (accelerator: string, loss: number) => ({
  accelerator,
  points: [1, 2, 4, 8, 16, 32].map((count) => {
    const efficiency = 1 / (1 + loss * Math.log2(count));
    const unitsPerSecond = 900 * count * efficiency;
    return {
      count,
      fits: count > 1,
      speedup: count * efficiency,
      efficiency,
      unitsPerSecond,
      latency: 2 / count,
    };
  }),
});

export const sectionOf = ({ id, metric, rate }: SectionRequest): Section => {
  switch (id) {
    case 'scaling':
      return {
        blocks: scalingBlocks([scaling('h100-sxm5', 0.08), scaling('mi300x', 0.21)], (name) =>
          name.toUpperCase(),
        ),
      };
    case 'primitives':
      return {
        blocks: primitiveBlocks(
          ['h100-sxm5', 'mi300x'].flatMap((accelerator, index) => [
            {
              accelerator,
              primitive: 'matmul 4096³',
              seconds: seconds(1.8e-4 * (1 + index)),
              joules: joules(0.1),
              bound: 'compute' as const,
            },
          ]),
          (name) => name.toUpperCase(),
        ),
      };
    case 'breakEven':
    case 'sensitivity':
    case 'load':
      return { blocks: [{ kind: 'note', text: `Asked for ${id} ${metric ?? ''} ${rate ?? ''}.` }] };
  }
};

export const traceSection: Section = {
  blocks: [
    {
      kind: 'table',
      columns: [{ title: 'Class' }, { title: 'Predicted', unit: 's', numeric: true }],
      rows: [['linear', { text: '2.10 ms', value: 0.0021 }]],
    },
  ],
};

export const partCard = (id: string): Section => ({
  blocks: [
    { kind: 'facts', facts: [['Vendor', 'NVIDIA']] },
    {
      kind: 'table',
      heading: `Accelerator ${id}`,
      columns: [{ title: 'Fact' }, { title: 'Value' }, { title: 'Kind' }, { title: 'Source' }],
      rows: [
        ['Memory', '80.0 GB', 'datasheet', 'H100 datasheet'],
        [
          'Idle',
          '71.8 W',
          'measured',
          { text: 'arXiv 2605.23918', href: 'https://arxiv.org/abs/2605.23918' },
        ],
      ],
    },
  ],
});
