import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { networkOf } from '../../src/core/cluster/collectives';
import { resolveParallelism } from '../../src/core/cluster/parallelism';
import { memoryEstimate } from '../../src/core/estimate/memory';
import { passCost, type Setting } from '../../src/core/estimate/phase';
import { catalogue } from '../../src/core/hardware/catalogue/index';
import { findAccelerator } from '../../src/core/hardware/find';
import type { Engine, EngineTerm } from '../../src/core/hardware/performance/engines';
import { type Machine, machineOf } from '../../src/core/hardware/performance/machine';
import type { Activity } from '../../src/core/hardware/power';
import { readModel } from '../../src/core/models/read';
import { buildWorkload } from '../../src/core/models/workload';
import type { Workload } from '../../src/core/workload/workload';
import type { Case } from '../validate/case';
import { RESERVED } from '../validate/predict';

/** A row with everything that does not depend on the coefficients computed once. */
export interface Prepared {
  readonly question: Case;
  readonly options: readonly {
    readonly setting: Setting;
    readonly workload: Workload;
    /** How often the workload is run one after the other: a batch whose cache does not fit runs in waves. */
    readonly waves: number;
  }[];
}

export type Terms = Readonly<Partial<Record<EngineTerm, number>>>;

const models = new Map<string, ReturnType<typeof readModel>>();

export const prepare = (question: Case, configs: string): Prepared => {
  const model =
    models.get(question.config) ??
    readModel(readFileSync(join(configs, question.config), 'utf8'), question.config);
  models.set(question.config, model);
  const { count, engine, parallelism: asked } = question.deployment;
  const options = question.parts.map((name) => {
    const part = findAccelerator(catalogue(), name);
    const whole = buildWorkload(model, question.run);
    const parallelism = resolveParallelism(whole, count, asked);
    const setting: Setting = { machine: machineOf(part, engine), parallelism, network: networkOf(part) };
    const memory = memoryEstimate(whole, part, count, parallelism);
    const { batch } = question.run;
    if (
      memory?.missing === undefined ||
      memory.capacity === undefined ||
      question.measured.latency === undefined
    )
      return { setting, workload: whole, waves: 1 };
    const fitting = Math.floor((batch * (memory.capacity * RESERVED - memory.weights)) / memory.kv);
    return fitting >= 1 && fitting < batch
      ? {
          setting,
          workload: buildWorkload(model, { ...question.run, batch: fitting }),
          waves: batch / fitting,
        }
      : { setting, workload: whole, waves: 1 };
  });
  return { question, options };
};

const withTerms = (machine: Machine, terms: Terms): Machine => {
  const changed = Object.fromEntries(
    Object.entries(terms).map(([name, value]) => [name, { value, kind: 'derived', source: 'trial' }]),
  );
  const engine: Engine = { ...machine.engine, terms: { ...machine.engine.terms, ...changed } };
  return { ...machine, engine };
};

export interface Outcome {
  readonly seconds: number;
  readonly tokensPerSecond: number;
  readonly passes: readonly { readonly activity: Activity; readonly seconds: number }[];
  readonly part: Machine['part'];
}

/** Every option of a row with trial terms. */
export const run = ({ options }: Prepared, terms: Terms): readonly Outcome[] =>
  options.map(({ setting, workload, waves }) => {
    const machine = withTerms(setting.machine, terms);
    const passes = workload.phases.map((phase) => {
      const { activity, seconds } = passCost(workload, phase, { ...setting, machine });
      return { activity, seconds: seconds * phase.repeats };
    });
    const seconds = passes.reduce((sum, pass) => sum + pass.seconds, 0);
    return {
      seconds: seconds * waves,
      tokensPerSecond: workload.units / seconds,
      passes,
      part: machine.part,
    };
  });

/** ln(predicted time / measured time), of the option nearest to the measurement. */
export const timeError = (prepared: Prepared, terms: Terms): number => {
  const { latency, tokensPerSecond } = prepared.question.measured;
  const errors = run(prepared, terms).map((outcome) =>
    latency !== undefined
      ? Math.log(outcome.seconds / latency)
      : Math.log((tokensPerSecond ?? NaN) / outcome.tokensPerSecond),
  );
  return errors.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a));
};
