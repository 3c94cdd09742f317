import type { ConfigVersion } from '../../compare/config-version';
import { carbonInputsOf } from '../../estimate/carbon-inputs';
import type { Deployment } from '../../estimate/deployment';
import type { Estimate } from '../../estimate/estimate-types';
import type { Catalogue } from '../../hardware/load';
import type { Model, Run } from '../../models/model';
import { Problem } from '../../problem';
import { facilityEnergy } from '../../carbon/operational';
import type { CarbonInputs } from '../../carbon/uncertainty/carbon-model';
import { joules, type Joules, seconds, type Seconds } from '../../units/quantity';
import { mapRange, type Range } from '../../units/range';
import type { Workload } from '../../workload/workload';

/** What a plan is about: a workload on a deployment, estimated. */
export interface PlanSubject {
  readonly name: string;
  readonly workload: Workload;
  readonly estimate: Estimate;
  readonly deployment: Deployment;
  readonly run: Run;
  readonly parts: Catalogue;
  /** Absent for a trace. */
  readonly model?: Model;
  /** The model's config; absent for a trace, or a model without one. */
  readonly config?: ConfigVersion;
  /** Requests of the job; one batch unless the scenario says. */
  readonly requests: number;
}

/** What the carbon of one unit rests on. @throws Problem where the estimate does not know its carbon. */
export const knownInputs = ({ estimate }: PlanSubject): CarbonInputs => {
  const inputs = carbonInputsOf(estimate);
  if (inputs === undefined) {
    throw new Problem(
      `the power of ${estimate.deployment.accelerator} is not published, so its carbon is unknown; expected a part with a known TDP`,
    );
  }
  return inputs;
};

/** Functional units that one request yields. */
export const unitsPerRequest = ({ workload }: PlanSubject): number => workload.units / workload.batch;

/** The whole job: all requests, one batch after the other. */
export interface Job {
  readonly units: number;
  readonly duration: Seconds;
  /** Of the IT equipment, and at the meter of the site. */
  readonly itEnergy: Range<Joules>;
  readonly energy: Range<Joules>;
}

/** @throws Problem where the estimate does not know its energy. */
export const jobOf = (subject: PlanSubject): Job => {
  const { itEnergy, pue } = knownInputs(subject);
  const units = unitsPerRequest(subject) * subject.requests;
  const whole = mapRange(itEnergy, (each) => joules(each * units));
  return {
    units,
    duration: seconds(units / subject.estimate.throughput.unitsPerSecond),
    itEnergy: whole,
    energy: facilityEnergy(whole, pue),
  };
};
