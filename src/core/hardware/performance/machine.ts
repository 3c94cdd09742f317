import { Problem } from '../../problem';
import { bytesPerElement, type Dtype } from '../../workload/dtype';
import type { Accelerator } from '../accelerator';
import { formatEnergy } from '../power';
import type { RateClass } from '../rate-class';
import { type Engine, findEngine } from './engines';
import { type Rates, ratesOf } from './rates';
import { isTiled } from './tiles';

/** A part and the engine that runs on it, made ready for timing many operators. Rates are in SI units. */
export interface Machine {
  readonly part: Accelerator;
  readonly engine: Engine;
  readonly rates: Rates;
  /** Peak bandwidth of the device memory, bytes/s. */
  readonly bandwidth: number;
  /** Products are computed in whole output tiles. */
  readonly tiled: boolean;
  /** Compute cores (SMs, CUs) for wave quantisation; undefined where the part does not say. */
  readonly blocks: number | undefined;
  readonly arithmetic: (dtype: Dtype) => Arithmetic;
}

/** The arithmetic a product is really done in: the asked-for format, or the widest-used one that the part has. */
export interface Arithmetic {
  readonly dtype: Dtype;
  /** Peak, flop/s. */
  readonly peak: number;
  readonly matmul: RateClass;
  /** What the matrix units draw at this peak over what they draw at the peak of 16 bits. */
  readonly drawn: number;
}

/** Formats to compute in, best first, where the part lacks the asked-for one: the weights are unpacked to it. */
const SUBSTITUTES: readonly Dtype[] = ['bf16', 'fp16', 'fp32', 'int8'];

const classOf = (dtype: Dtype): RateClass => {
  const width = bytesPerElement(dtype);
  return width >= 2 ? 'matmul' : width >= 1 ? 'matmulNarrow' : 'matmulFour';
};

/** The class of reading weights stored in `stored` for a product computed in `computed`: unpacked on the way, or as they are. */
export const streamClass = (stored: Dtype, computed: Dtype): RateClass =>
  bytesPerElement(stored) < 2 && bytesPerElement(computed) >= 2 ? 'streamNarrow' : 'stream';

/** 1 where the energy of the format, or a 16-bit peak, is not known. */
const drawnAt = ({ peak: peaks }: Accelerator, dtype: Dtype, peak: number): number => {
  const energy = formatEnergy(dtype)?.value;
  const wide = (peaks.bf16 ?? peaks.fp16)?.value;
  return energy === undefined || wide === undefined ? 1 : (energy * peak) / wide;
};

const findArithmetic = (part: Accelerator, dtype: Dtype): Arithmetic => {
  for (const candidate of [dtype, ...SUBSTITUTES]) {
    const peak = part.peak[candidate]?.value;
    if (peak !== undefined)
      return { dtype: candidate, peak, matmul: classOf(candidate), drawn: drawnAt(part, candidate, peak) };
  }
  throw new Problem(
    `${part.id}: its vendor publishes no arithmetic rate, so no time can be estimated; a file in .wattlens/hardware can add one`,
  );
};

/** An engine that launches kernel by kernel does so in the time measured on the part, where its file says one. */
const launching = (engine: Engine, { launch }: Accelerator): Engine => {
  const { hostKernel, kernel } = engine.terms;
  if (launch === undefined || hostKernel.value === 0) return engine;
  return {
    ...engine,
    terms: { ...engine.terms, hostKernel: launch.host ?? hostKernel, kernel: launch.device ?? kernel },
  };
};

/** Throws a Problem for an unknown engine, or a part whose bandwidth or rates are not known. */
export const machineOf = (part: Accelerator, engineName?: string): Machine => {
  const bandwidth = part.memory.bandwidth?.value;
  if (bandwidth === undefined)
    throw new Problem(
      `${part.id}: its memory bandwidth is not known, so no time can be estimated; a file in .wattlens/hardware can add it`,
    );
  const known = new Map<Dtype, Arithmetic>();
  return {
    part,
    engine: launching(findEngine(part, engineName), part),
    rates: ratesOf(part),
    bandwidth,
    tiled: isTiled(part.family),
    blocks: part.blocks?.count.value,
    arithmetic: (dtype) => {
      const found = known.get(dtype) ?? findArithmetic(part, dtype);
      known.set(dtype, found);
      return found;
    },
  };
};
