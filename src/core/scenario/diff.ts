import { attribute, deltasOf, type Diff } from '../compare/diff-causes';
import { changedFields, type FieldChange, type Json, plainOf, withChange } from '../compare/diff-fields';
import type { DiffSide } from '../compare/diff-metrics';
import { type ConfigVersion, modelSide } from '../compare/diff-models';
import { payback } from '../compare/diff-payback';
import { catalogue } from '../hardware/catalogue/index';
import type { Catalogue } from '../hardware/load';
import { parseConfig, readModel } from '../models/read';
import { parseYaml } from '../text/yaml';
import { readScenario } from './read';

/** A scenario and the model config it names, as they were or are. */
export interface ScenarioVersion extends ConfigVersion {
  readonly config: ConfigVersion;
}

/** How the paths of the config's fields begin in a diff of scenarios. */
const CONFIG = 'config';
const SCENARIO = 'scenario';

/**
 * What changed between two versions of a scenario and of the model config it names, and which field caused how much.
 * Fields of the config stand under `config.`; a change of the file's name alone does nothing.
 * @throws Problem of a version that cannot be read.
 */
export const diffScenarios = (
  before: ScenarioVersion,
  after: ScenarioVersion,
  parts: Catalogue = catalogue(),
): Diff => {
  const side = ({ text, name, config }: ScenarioVersion): DiffSide => {
    const { run, deployment } = readScenario(text, name);
    return modelSide(readModel(config.text, config.name), run, deployment, parts);
  };
  const was = side(before);
  const is = side(after);
  const fieldsOf = ({ text, config }: ScenarioVersion) => ({
    scenario: parseYaml(text),
    config: parseConfig(config.text, config.name).value,
  });
  const [from, to] = [fieldsOf(before), fieldsOf(after)] as const;
  const changes = [
    ...changedFields(from.scenario, to.scenario),
    ...changedFields(from.config, to.config, [CONFIG]),
  ];
  const both = { [CONFIG]: plainOf(from.config), [SCENARIO]: plainOf(from.scenario) };
  const apply = (state: Json, change: FieldChange): Json =>
    withChange(
      state,
      change.steps[0] === CONFIG ? change : { ...change, steps: [SCENARIO, ...change.steps] },
    );
  const measure = (state: Json): DiffSide => {
    const textAt = (key: string): string => JSON.stringify(isFields(state) ? state[key] : null);
    return side({
      text: textAt(SCENARIO),
      name: after.name,
      config: { text: textAt(CONFIG), name: after.config.name },
    });
  };
  const { alone, inseparable } = attribute(both, changes, apply, measure);
  const paidBack = payback(was.estimate, is.estimate);
  return {
    kind: 'scenario',
    before: before.name,
    after: after.name,
    changes,
    deltas: deltasOf(was, is, alone),
    inseparable,
    ...(paidBack === undefined ? {} : { payback: paidBack }),
  };
};

const isFields = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
