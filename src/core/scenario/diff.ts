import { attribute, deltasOf, type Diff, unitOfBoth } from '../compare/diff-causes';
import { changedFields, type FieldChange, type Json, plainOf, withChange } from '../compare/diff-fields';
import type { DiffSide } from '../compare/diff-metrics';
import {
  changesOfConfig,
  configInState,
  type ConfigVersion,
  readVersion,
  stateOfConfig,
} from '../compare/config-version';
import { modelSide } from '../compare/diff-models';
import { payback } from '../compare/diff-payback';
import { sameMeasurement, traceSide } from '../compare/diff-workloads';
import { catalogue } from '../hardware/catalogue/index';
import type { Catalogue } from '../hardware/load';
import { Problem } from '../problem';
import { parseYaml } from '../text/yaml';
import type { Workload } from '../workload/workload';
import { readScenario } from './read';

/** What a scenario names, read: a model config, or a trace, which `name` tells apart from its other version. */
export type NamedWorkload =
  | { readonly kind: 'model'; readonly config: ConfigVersion }
  | { readonly kind: 'trace'; readonly name: string; readonly workload: Workload };

/** A scenario and what it names, as they were or are. */
export interface ScenarioVersion extends Pick<ConfigVersion, 'text' | 'name'> {
  readonly named: NamedWorkload;
}

/** How the paths of the named file's fields begin in a diff of scenarios. */
const CONFIG = 'config';
const TRACE = 'trace';
const SCENARIO = 'scenario';

/**
 * What changed between two versions of a scenario and of the config or trace it names, and which field caused how much.
 * Fields of the config stand under `config.`, another measurement under `trace`; a change of the file's name alone does
 * nothing.
 * @throws Problem of a version that cannot be read, or where one names a config and the other a trace.
 */
export const diffScenarios = (
  before: ScenarioVersion,
  after: ScenarioVersion,
  parts: Catalogue = catalogue(),
): Diff => {
  const side = ({ text, name, named }: ScenarioVersion): DiffSide => {
    const { run, deployment } = readScenario(text, name);
    return named.kind === 'model'
      ? modelSide(readVersion(named.config), run, deployment, parts)
      : traceSide(named.workload, deployment, parts);
  };
  const was = side(before);
  const is = side(after);
  const work = changeOfWork(before.named, after.named);
  const [from, to] = [parseYaml(before.text), parseYaml(after.text)];
  const changes = [...changedFields(from, to), ...work.changes];
  const apply = (state: Json, change: FieldChange): Json =>
    withChange(
      state,
      work.changes.includes(change) ? change : { ...change, steps: [SCENARIO, ...change.steps] },
    );
  const measure = (state: Json): DiffSide =>
    side({
      text: JSON.stringify(fieldOf(state, SCENARIO)),
      name: after.name,
      named: work.at(state),
    });
  const { alone, inseparable } = attribute(
    { ...work.state, [SCENARIO]: plainOf(from) },
    changes,
    apply,
    measure,
  );
  const paidBack = payback(was.estimate, is.estimate);
  return {
    kind: 'scenario',
    before: before.name,
    after: after.name,
    changes,
    deltas: deltasOf(was, is, alone),
    ...unitOfBoth(was, is),
    inseparable,
    ...(paidBack === undefined ? {} : { payback: paidBack }),
  };
};

/** How the named file changed, as state to apply single changes to, and what it is in such a state. */
interface ChangeOfWork {
  readonly changes: readonly FieldChange[];
  readonly state: { readonly [key: string]: Json };
  readonly at: (state: Json) => NamedWorkload;
}

const changeOfWork = (before: NamedWorkload, after: NamedWorkload): ChangeOfWork => {
  if (before.kind === 'model' && after.kind === 'model') {
    return {
      changes: changesOfConfig(before.config, after.config).map((change) => ({
        ...change,
        path: `${CONFIG}.${change.path}`,
        steps: [CONFIG, ...change.steps],
      })),
      state: { [CONFIG]: stateOfConfig(before.config) },
      at: (state) => ({
        kind: 'model',
        config: configInState(fieldOf(state, CONFIG), after.config.name),
      }),
    };
  }
  if (before.kind === 'trace' && after.kind === 'trace') {
    const change = { path: TRACE, steps: [TRACE], before: before.name, after: after.name, where: {} };
    return {
      changes: sameMeasurement(before.workload, after.workload) ? [] : [change],
      state: { [TRACE]: before.name },
      at: (state) => (fieldOf(state, TRACE) === after.name ? after : before),
    };
  }
  throw new Problem('one scenario names a model config and the other a trace; expected two of a kind');
};

const fieldOf = (state: Json, key: string): Json => (isFields(state) ? (state[key] ?? null) : null);

const isFields = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
