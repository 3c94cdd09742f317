import { resolveIntensity } from '../core/carbon/grid/intensity';
import { resolveLifetime, resolvePue } from '../core/carbon/site';
import type { Parallelism } from '../core/cluster/parallelism';
import type { Deployment } from '../core/estimate/deployment';
import type { Run } from '../core/models/model';
import { formatNumber } from '../core/units/format';
import { JOULES_PER_KILOWATT_HOUR, SECONDS_PER_YEAR, years } from '../core/units/quantity';
import { AUTOMATIC, readDivision } from '../protocol/division';
import type { View } from '../protocol/analysis';
import type { Choice, PanelDeployment } from '../protocol/panel-state';

/** A division that was chosen for another number of accelerators no longer counts. */
export const divisionFor = (id: string | undefined, count: number): Parallelism | undefined => {
  const division = id === undefined ? undefined : readDivision(id);
  if (division === undefined || division === AUTOMATIC) return undefined;
  const { tensor, pipeline, data, context = 1 } = division;
  return tensor * pipeline * data * context === count ? division : undefined;
};

/** What the user said, before the settings, before the core's defaults. */
export const deploymentOf = ({ defaults, change }: View, accelerator = defaults.accelerator): Deployment => {
  const { zone, pue, lifetimeYears } = { ...defaults, ...change };
  const { count = 1, zero } = change;
  const division = divisionFor(change.division, count);
  return {
    accelerator: change.accelerator ?? accelerator,
    count,
    ...(division === undefined ? {} : { parallelism: division }),
    ...(zero === undefined || change.task !== 'train' ? {} : { layout: { zero } }),
    ...(change.dtype === undefined ? {} : { weightDtype: change.dtype }),
    ...(zone === undefined ? {} : { zone }),
    ...(pue === undefined ? {} : { pue }),
    ...(lifetimeYears === undefined ? {} : { lifetime: years(lifetimeYears) }),
  };
};

export const runOf = ({ defaults, change }: View): Run => ({
  batch: change.batch ?? defaults.batch,
  input: change.input ?? defaults.input,
  output: change.output ?? defaults.output,
  ...(change.images === undefined ? {} : { images: change.images }),
  ...(change.frames === undefined ? {} : { frames: change.frames }),
  ...(change.steps === undefined ? {} : { steps: change.steps }),
  ...(change.task === 'train'
    ? { training: { optimizer: 'adam', checkpointing: change.checkpointing ?? 'none' } }
    : {}),
  ...(change.dtype === undefined ? {} : { weightDtype: change.dtype }),
});

/** The same with defaults filled in, to be shown. @throws Problem for an unknown zone or an impossible value. */
export const shownDeployment = (
  deployment: Deployment,
): PanelDeployment & { readonly zoneChoice: Choice } => {
  const { zone, intensity } = resolveIntensity(deployment);
  const id = deployment.zone ?? zone?.id ?? '';
  return {
    accelerator: deployment.accelerator,
    count: deployment.count,
    zone: id,
    pue: resolvePue(deployment).value.mid,
    lifetimeYears: resolveLifetime(deployment).value.mid / SECONDS_PER_YEAR,
    zoneChoice: {
      id,
      label: zone?.name ?? id,
      detail: `${formatNumber(intensity.mid * JOULES_PER_KILOWATT_HOUR)} gCO2e/kWh`,
    },
  };
};
