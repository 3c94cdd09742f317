import {
  type GramsCO2e,
  type GramsPerJoule,
  type Joules,
  JOULES_PER_KILOWATT_HOUR,
  type Seconds,
  SECONDS_PER_YEAR,
} from '../../units/quantity';
import type { Range } from '../../units/range';
import type { UncertainInput, UncertainModel, Values } from './uncertainty';

/** The hardware a piece of work holds, and for how long. */
export interface HeldHardware {
  /** Each part of it by name (accelerator, server), per device. */
  readonly perDevice: Readonly<Record<string, Range<GramsCO2e>>>;
  readonly deviceSeconds: Range<Seconds>;
  readonly lifetime: Range<Seconds>;
  readonly utilization: Range<number>;
}

/** Every input of the carbon of a piece of work. */
export interface CarbonInputs {
  readonly itEnergy: Range<Joules>;
  readonly pue: Range<number>;
  readonly intensity: Range<GramsPerJoule>;
  readonly hardware?: HeldHardware | undefined;
}

const scaled = (range: Range<number>, factor: number): Range<number> => ({
  low: range.low * factor,
  mid: range.mid * factor,
  high: range.high * factor,
});

/**
 * Total carbon in grams as a function of its inputs in the units people know: E · PUE · I + Σ M · t / (L · U).
 * Energy and the time that hardware is held move together, since both grow with the time of the work.
 */
export const carbonModel = ({ itEnergy, pue, intensity, hardware }: CarbonInputs): UncertainModel => {
  const work = 'time of the work';
  const inputs: UncertainInput[] = [
    {
      id: 'energy.it',
      label: 'IT energy',
      unit: 'kWh',
      range: scaled(itEnergy, 1 / JOULES_PER_KILOWATT_HOUR),
      group: work,
    },
    { id: 'site.pue', label: 'PUE', unit: '', range: pue },
    {
      id: 'grid.intensity',
      label: 'grid intensity',
      unit: 'gCO2e/kWh',
      range: scaled(intensity, JOULES_PER_KILOWATT_HOUR),
    },
  ];
  const parts = Object.entries(hardware?.perDevice ?? {});
  if (hardware !== undefined) {
    for (const [name, range] of parts) {
      inputs.push({ id: `embodied.${name}`, label: `embodied carbon, ${name}`, unit: 'gCO2e', range });
    }
    inputs.push(
      { id: 'hardware.held', label: 'device time', unit: 's', range: hardware.deviceSeconds, group: work },
      {
        id: 'hardware.lifetime',
        label: 'lifetime',
        unit: 'years',
        range: scaled(hardware.lifetime, 1 / SECONDS_PER_YEAR),
      },
      { id: 'hardware.utilization', label: 'utilization', unit: '', range: hardware.utilization },
    );
  }
  const names = parts.map(([name]) => `embodied.${name}`);
  const energy = (values: Values): number => of(values, 'energy.it') * of(values, 'site.pue');
  const operational = (values: Values): number => energy(values) * of(values, 'grid.intensity');
  const embodied = (values: Values): number => {
    const perDevice = names.reduce((sum, name) => sum + of(values, name), 0);
    const life = of(values, 'hardware.lifetime') * SECONDS_PER_YEAR * of(values, 'hardware.utilization');
    return (perDevice * of(values, 'hardware.held')) / life;
  };
  if (hardware === undefined) return { inputs, result: operational, parts: { energy, operational } };
  return {
    inputs,
    result: (values) => operational(values) + embodied(values),
    parts: { energy, operational, embodied },
  };
};

const of = (values: Values, id: string): number => {
  const value = values.get(id);
  if (value === undefined) throw new Error(`the carbon model was given no ${id}`);
  return value;
};
