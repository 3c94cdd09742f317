import { Problem } from '../problem';
import { SECONDS_PER_YEAR, type Seconds, years } from '../units/quantity';
import { exactly, mapRange } from '../units/range';
import { dataFile, once } from './data';
import { cloudRegion, providerOf } from './grid/regions';
import { given, known, rangeOf, type Resolved } from './resolved';
import siteFile from './site.yaml';

const site = once(() => dataFile(siteFile, 'carbon/site.yaml'));
/**
 * Power usage effectiveness, facility power / IT power: the user's, else the cloud region's own, else its
 * provider's average, else the industry's with its range.
 * @throws Problem for a PUE below 1.
 */
export const resolvePue = (query: {
  readonly pue?: number | undefined;
  readonly zone?: string | undefined;
}): Resolved<number> => {
  const { pue, zone = '' } = query;
  if (pue !== undefined) {
    if (!Number.isFinite(pue) || pue < 1) {
      throw new Problem(
        `a PUE of ${pue} cannot be; it is facility power over IT power, expected 1 or more, such as 1.1`,
      );
    }
    return given('site.pue', pue, '');
  }
  const region = cloudRegion(zone);
  if (region?.pue !== undefined) {
    const { id, pue: own, source, year } = region;
    return known('site.pue', '', { ...exactly(own), source: `${source}, ${year}`, year }, `of ${id}`);
  }
  const provider = providerOf(zone);
  const average =
    provider === undefined ? undefined : site().at('pue').at('providers').maybe(provider, rangeOf);
  return average === undefined
    ? known('site.pue', '', rangeOf(site().at('pue').at('industry')), 'no site given: industry average')
    : known('site.pue', '', average, `average of ${provider}; ${zone} publishes none`);
};

/** On-site water in litres per kWh of the IT equipment; undefined where nothing is published. */
export const resolveWue = (query: {
  readonly wue?: number | undefined;
  readonly zone?: string | undefined;
}): Resolved<number> | undefined => {
  const { wue, zone = '' } = query;
  if (wue !== undefined) {
    if (!Number.isFinite(wue) || wue < 0)
      throw new Problem(`a WUE of ${wue} L/kWh cannot be; expected 0 or more`);
    return given('site.wue', wue, 'L/kWh');
  }
  const region = cloudRegion(zone);
  if (region?.wue !== undefined) {
    const { id, wue: own, source, year } = region;
    return known('site.wue', 'L/kWh', { ...exactly(own), source: `${source}, ${year}`, year }, `of ${id}`);
  }
  const provider = providerOf(zone);
  const average =
    provider === undefined ? undefined : site().at('wue').at('providers').maybe(provider, rangeOf);
  return average === undefined ? undefined : known('site.wue', 'L/kWh', average, `average of ${provider}`);
};

/** Service life over which embodied carbon is spread. @throws Problem for one of zero or less. */
export const resolveLifetime = (query: { readonly lifetime?: Seconds | undefined }): Resolved<Seconds> => {
  const { lifetime } = query;
  if (lifetime !== undefined && !(Number.isFinite(lifetime) && lifetime > 0)) {
    throw new Problem(
      `a lifetime of ${lifetime / SECONDS_PER_YEAR} years cannot be; expected more than 0, such as 4`,
    );
  }
  const resolved =
    lifetime === undefined
      ? known('hardware.lifetime', 'years', rangeOf(site().at('lifetime')))
      : given('hardware.lifetime', lifetime / SECONDS_PER_YEAR, 'years');
  return { value: mapRange(resolved.value, years), assumptions: resolved.assumptions };
};

/** Share of its life that the hardware is in use. @throws Problem outside 0 (exclusive) … 1. */
export const resolveUtilization = (query: {
  readonly utilization?: number | undefined;
}): Resolved<number> => {
  const { utilization } = query;
  if (utilization === undefined) return known('hardware.utilization', '', rangeOf(site().at('utilization')));
  if (!(utilization > 0 && utilization <= 1)) {
    throw new Problem(
      `a utilization of ${utilization} cannot be; expected a share above 0 and up to 1, such as 0.6`,
    );
  }
  return given('hardware.utilization', utilization, '');
};
