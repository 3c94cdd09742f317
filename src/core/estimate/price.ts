import type { Deployment } from './deployment';

const SECONDS_PER_HOUR = 3600;

/** Dollars of one functional unit: the accelerator-hours of a run at the deployment's price; empty where none is given. */
export const priceOf = (
  { pricePerHour, count }: Deployment,
  seconds: number,
  units: number,
): { readonly dollarsPerUnit?: number } =>
  pricePerHour === undefined
    ? {}
    : { dollarsPerUnit: (pricePerHour * count * seconds) / SECONDS_PER_HOUR / units };
