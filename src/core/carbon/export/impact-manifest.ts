import { dump } from 'js-yaml';
import { JOULES_PER_KILOWATT_HOUR, type Seconds } from '../../units/quantity';
import type { CarbonInputs } from '../uncertainty/carbon-model';

/** What a manifest is about. */
export interface ManifestOf {
  readonly name: string;
  readonly inputs: CarbonInputs;
  /** ISO 8601, of the work's beginning. */
  readonly timestamp: string;
  readonly duration: Seconds;
  /** Functional units the work yields, and what one is called ("token"). */
  readonly units?: { readonly count: number; readonly unit: string } | undefined;
}

type Plugin = { readonly method: string; readonly path: 'builtin'; readonly config: object };
const multiply = (from: readonly string[], to: string): Plugin => ({
  method: 'Multiply',
  path: 'builtin',
  config: { 'input-parameters': from, 'output-parameter': to },
});
const sum = (from: readonly string[], to: string): Plugin => ({
  method: 'Sum',
  path: 'builtin',
  config: { 'input-parameters': from, 'output-parameter': to },
});
const divide = (numerator: string, denominator: string, output: string): Plugin => ({
  method: 'Divide',
  path: 'builtin',
  config: { numerator, denominator, output },
});

/**
 * An Impact Framework manifest (YAML) of the best estimates: `if-run` multiplies, adds and divides them to the same
 * carbon in grams, `carbon`, and per functional unit, `sci`.
 */
export const impactManifest = ({ name, inputs, timestamp, duration, units }: ManifestOf): string => {
  const { itEnergy, pue, intensity, hardware } = inputs;
  const parts = Object.entries(hardware?.perDevice ?? {});
  const plugins: Record<string, Plugin> = {
    'facility-energy': multiply(['energy-it', 'pue'], 'energy'),
    'operational-carbon': multiply(['energy', 'grid/carbon-intensity'], 'carbon-operational'),
    ...(hardware === undefined
      ? {}
      : {
          'device-embodied': sum(
            parts.map(([part]) => `embodied/${part}`),
            'embodied/device',
          ),
          'embodied-held': multiply(['embodied/device', 'hardware/held-seconds'], 'embodied/held'),
          'hardware-life': multiply(['hardware/lifetime-seconds', 'hardware/utilization'], 'hardware/life'),
          'embodied-carbon': divide('embodied/held', 'hardware/life', 'carbon-embodied'),
        }),
    'total-carbon': sum(
      ['carbon-operational', ...(hardware === undefined ? [] : ['carbon-embodied'])],
      'carbon',
    ),
    ...(units === undefined ? {} : { 'carbon-per-unit': divide('carbon', units.unit, 'sci') }),
  };
  const row = {
    timestamp,
    duration,
    'energy-it': itEnergy.mid / JOULES_PER_KILOWATT_HOUR,
    pue: pue.mid,
    'grid/carbon-intensity': intensity.mid * JOULES_PER_KILOWATT_HOUR,
    ...Object.fromEntries(parts.map(([part, range]) => [`embodied/${part}`, range.mid])),
    ...(hardware === undefined
      ? {}
      : {
          'hardware/held-seconds': hardware.deviceSeconds.mid,
          'hardware/lifetime-seconds': hardware.lifetime.mid,
          'hardware/utilization': hardware.utilization.mid,
        }),
    ...(units === undefined ? {} : { [units.unit]: units.count }),
  };
  return dump(
    {
      name,
      description: 'Best estimates by Wattlens; energy in kWh, carbon in gCO2e.',
      initialize: { plugins },
      tree: { children: { work: { pipeline: { compute: Object.keys(plugins) }, inputs: [row] } } },
    },
    { lineWidth: -1 },
  );
};
