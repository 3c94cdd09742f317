import type { Machine } from '../hardware/performance/machine';
import { ENGINE_TERMS, type EngineTerm } from '../hardware/performance/engines';
import { isOfPeak, RATE_CLASSES } from '../hardware/rate-class';
import { formatEnergy } from '../hardware/power';
import type { Assumption, Sourced } from '../units/provenance';
import type { Workload } from '../workload/workload';

const fact = (id: string, sourced: Sourced<number>, unit: string): Assumption => ({
  id,
  value: sourced.value,
  unit,
  source: sourced.source,
  ...(sourced.low === undefined ? {} : { low: sourced.low }),
  ...(sourced.high === undefined ? {} : { high: sourced.high }),
  ...(sourced.year === undefined ? {} : { year: sourced.year }),
  ...(sourced.unverified === true
    ? { note: `unverified${sourced.note === undefined ? '' : `; ${sourced.note}`}` }
    : sourced.note === undefined
      ? {}
      : { note: sourced.note }),
});

const TERM_UNITS: Readonly<Record<EngineTerm, string>> = {
  gap: 's between kernels',
  kernel: 's per kernel',
  hostKernel: 's of the host per kernel',
  step: 's per pass',
  stepPerSequence: 's per sequence and pass',
  frontPerSequence: 's per sequence and pass, beside the device',
  prompt: 's per prompt',
  collective: 's per collective',
  dispatch: 's per layer of spread experts',
  stream: 'of the weight rate',
  matmul: 'of the product rate',
  attention: 'of the attention rate',
  quantise: 's per product of narrow numbers',
  keySharing: 'reads per further query head',
  skinny: 'of peak for few rows',
  indexed: 'bytes per element that is not vectorised',
};

/** What the time of a workload on this machine rests on: the part's rates, what is reached of them, and the engine. */
export const machineAssumptions = (machine: Machine, workload: Workload): readonly Assumption[] => {
  const { part, engine, rates } = machine;
  const asked = new Set(
    workload.phases.flatMap(({ operators }) => operators.map(({ dtype = 'bf16' }) => dtype)),
  );
  const used = new Set([...asked].map((dtype) => machine.arithmetic(dtype).dtype));
  return [
    ...[...asked].flatMap((dtype): readonly Assumption[] => {
      const { dtype: instead } = machine.arithmetic(dtype);
      return instead === dtype
        ? []
        : [
            {
              id: `hardware.arithmetic.${dtype}`,
              value: instead,
              unit: '',
              source: `${part.id} has no ${dtype} arithmetic; weights are unpacked`,
            },
          ];
    }),
    ...[...used].flatMap((dtype) => {
      const energy = formatEnergy(dtype);
      return energy === undefined ? [] : [fact(`power.format.${dtype}`, energy, 'of the energy of 16 bits')];
    }),
    ...[...used].flatMap((dtype) => {
      const peak = part.peak[dtype];
      return peak === undefined ? [] : [fact(`hardware.peak.${dtype}`, peak, 'flop/s')];
    }),
    ...(part.memory.bandwidth === undefined
      ? []
      : [fact('hardware.bandwidth', part.memory.bandwidth, 'B/s')]),
    ...(part.memory.capacity === undefined ? [] : [fact('hardware.capacity', part.memory.capacity, 'B')]),
    ...RATE_CLASSES.map((name): Assumption => {
      const { fraction, spread, source, inheritedFrom } = rates[name];
      return {
        id: `rate.${name}`,
        value: fraction,
        unit: isOfPeak(name) ? 'of peak' : 'of bandwidth',
        source,
        low: fraction / spread,
        high: Math.min(1, fraction * spread),
        ...(inheritedFrom === undefined ? {} : { note: `taken from ${inheritedFrom}` }),
      };
    }),
    { id: 'engine', value: engine.name, unit: '', source: 'chosen, or the usual one of the part' },
    ...ENGINE_TERMS.map((term) => fact(`engine.${term}`, engine.terms[term], TERM_UNITS[term])),
  ];
};
