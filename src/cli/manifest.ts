import { impactManifest, type ManifestOf } from '../core/carbon/export/impact-manifest';
import { carbonInputsOf } from '../core/estimate/carbon-inputs';
import type { Estimate } from '../core/estimate/estimate-types';
import { Problem } from '../core/problem';
import { joules, seconds } from '../core/units/quantity';
import { mapRange } from '../core/units/range';
import { writeTo } from './writing';

/** Writes what `if-run` of Impact Framework comes to the same carbon with. @throws Problem that names the file. */
export const writeManifest = (file: string, of: Omit<ManifestOf, 'timestamp'>): Promise<void> =>
  writeTo(file, impactManifest({ ...of, timestamp: new Date().toISOString() }));

/** The manifest of a whole run of `units` functional units. @throws Problem where the carbon is not known. */
export const manifestOf = (estimate: Estimate, units: number): Omit<ManifestOf, 'timestamp'> => {
  const inputs = carbonInputsOf(estimate);
  if (inputs === undefined) {
    throw new Problem(
      `--manifest: the power of ${estimate.deployment.accelerator} is not published, so its carbon is unknown`,
    );
  }
  const { itEnergy, hardware } = inputs;
  const { unitsPerSecond, unit } = estimate.throughput;
  return {
    name: estimate.workload.name,
    inputs: {
      ...inputs,
      itEnergy: mapRange(itEnergy, (each) => joules(each * units)),
      hardware: hardware && {
        ...hardware,
        deviceSeconds: mapRange(hardware.deviceSeconds, (each) => seconds(each * units)),
      },
    },
    duration: seconds(units / unitsPerSecond),
    units: { count: units, unit },
  };
};
