/**
 * Estimates made by hand: round numbers of plausible size, so that what the page must show is worked out
 * here and not copied from the program.
 */
import type { Uncertain } from '../../../src/core/carbon/uncertainty/uncertain';
import type { Bound, Estimate } from '../../../src/core/estimate/estimate-types';
import { bytes, flops, grams, joules, seconds, watts } from '../../../src/core/units/quantity';
import type { Range } from '../../../src/core/units/range';

export interface Figures {
  readonly accelerator: string;
  readonly prefillSeconds: number;
  /** Of one decode step. */
  readonly stepSeconds: number;
  readonly prefillBound: Bound;
  /** Per token; the facility takes 1.5 times as much. */
  readonly joules?: number;
  readonly watts?: number;
  /** Grams per token, low and mid and high. */
  readonly operational?: readonly [number, number, number];
  readonly embodied?: readonly [number, number, number];
  readonly capacity: number;
}

export const BATCH = 8;
export const OUTPUT = 128;
const NEEDED = 16_060_522_496 + 671_088_640 + 268_000_000;

const range = <Q extends number>(
  of: (value: number) => Q,
  [low, mid, high]: readonly [number, number, number],
): Range<Q> => ({
  low: of(low),
  mid: of(mid),
  high: of(high),
});

const sum = (
  a: readonly [number, number, number],
  b: readonly [number, number, number],
): readonly [number, number, number] => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

/** Two inputs that move a total: one by a third up and down, one only up. */
const uncertain = ([, mid]: readonly [number, number, number]): Uncertain => ({
  uncertainty: {
    samples: 10_000,
    seed: 7,
    mean: mid,
    p5: mid * 0.8,
    p50: mid,
    p95: mid * 1.2,
    correlations: [{ inputs: ['energy.it', 'hardware.held'], reason: 'both grow with the time of the work' }],
  },
  tornado: [
    {
      id: 'grid.intensity',
      unit: 'gCO2e/kWh',
      low: 200,
      high: 400,
      atLow: (mid * 2) / 3,
      atHigh: (mid * 4) / 3,
    },
    { id: 'hardware.lifetime', unit: 'years', low: 3, high: 4, atLow: mid * 1.1, atHigh: mid },
  ],
});

/** Llama-3-8B in bf16, eight sequences of 512 tokens in and 128 out. */
export const modelEstimate = (name: string, figures: Figures): Estimate => {
  const { prefillSeconds, stepSeconds, capacity, operational, embodied } = figures;
  const decodeSeconds = stepSeconds * OUTPUT;
  const request = prefillSeconds + decodeSeconds;
  return {
    workload: { name, kind: 'model', unit: 'token' },
    deployment: { accelerator: figures.accelerator, count: 1 },
    fits: capacity >= NEEDED,
    memory: {
      weights: bytes(16_060_522_496),
      kv: bytes(671_088_640),
      activations: bytes(268_000_000),
      total: bytes(NEEDED),
      capacity: bytes(capacity),
      ...(capacity >= NEEDED ? {} : { missing: bytes(NEEDED - capacity) }),
    },
    phases: [
      {
        name: 'prefill',
        repeats: 1,
        seconds: seconds(prefillSeconds),
        secondsRange: range(seconds, [prefillSeconds * 0.8, prefillSeconds, prefillSeconds * 1.3]),
        bound: figures.prefillBound,
        flops: flops(65.6e12),
        bytes: bytes(18.2e9),
        ...(figures.watts === undefined ? {} : { joules: joules(prefillSeconds * figures.watts * 1.3) }),
      },
      {
        name: 'decode',
        repeats: OUTPUT,
        seconds: seconds(decodeSeconds),
        secondsRange: range(seconds, [decodeSeconds * 0.9, decodeSeconds, decodeSeconds * 1.2]),
        bound: 'memory',
        flops: flops(16.4e12),
        bytes: bytes(2.13e12),
        ...(figures.watts === undefined ? {} : { joules: joules(decodeSeconds * figures.watts * 0.95) }),
      },
    ],
    latency: { ttft: seconds(prefillSeconds), tpot: seconds(stepSeconds), request: seconds(request) },
    throughput: { unitsPerSecond: (BATCH * OUTPUT) / request, unit: 'token' },
    ...(figures.joules === undefined || figures.watts === undefined
      ? {}
      : {
          energy: { joulesPerUnit: joules(figures.joules), averageWatts: watts(figures.watts) },
          facility: { joulesPerUnit: joules(figures.joules * 1.5), averageWatts: watts(figures.watts * 1.5) },
        }),
    carbon: {
      per: 'unit',
      ...(operational === undefined ? {} : { operational: range(grams, operational) }),
      ...(embodied === undefined ? {} : { embodied: range(grams, embodied) }),
      ...(operational === undefined || embodied === undefined
        ? {}
        : { total: range(grams, sum(operational, embodied)) }),
    },
    ...(operational === undefined || embodied === undefined ? {} : uncertain(sum(operational, embodied))),
    assumptions: [],
  };
};

/** A training step of 0.412 s on the device of the trace, elsewhere scaled. */
export const traceEstimate = (name: string, accelerator: string, scale: number): Estimate => {
  const time = 0.412 * scale;
  return {
    workload: { name, kind: 'trace', unit: 'step' },
    deployment: { accelerator, count: 1 },
    fits: true,
    phases: [
      {
        name: 'step',
        repeats: 1,
        seconds: seconds(time),
        secondsRange:
          scale === 1 ? range(seconds, [time, time, time]) : range(seconds, [time * 0.75, time, time * 1.4]),
        joules: joules(time * 560),
        bound: scale === 1 ? 'launch' : 'memory',
      },
    ],
    throughput: { unitsPerSecond: 1 / time, unit: 'step' },
    energy: { joulesPerUnit: joules(time * 560), averageWatts: watts(560) },
    facility: { joulesPerUnit: joules(time * 840), averageWatts: watts(840) },
    carbon: {
      per: 'unit',
      operational: range(grams, [0.02 * scale, 0.031 * scale, 0.045 * scale]),
      embodied: range(grams, [0.001, 0.004, 0.009]),
      total: range(grams, [0.02 * scale + 0.001, 0.031 * scale + 0.004, 0.045 * scale + 0.009]),
    },
    assumptions: [],
  };
};
