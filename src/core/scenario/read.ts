import { isSplit, SPLITS } from '../carbon/life/whole-life';
import { type GridQuery, resolveIntensity } from '../carbon/grid/intensity';
import type { Deployment } from '../estimate/deployment';
import { Fields } from '../models/fields';
import type { Run } from '../models/model';
import { Problem } from '../problem';
import { type LocatedValue, positionAt } from '../text/located';
import { nearest } from '../text/near';
import { parseYaml } from '../text/yaml';
import { years } from '../units/quantity';
import { type Dtype, DTYPES, isDtype } from '../workload/dtype';
import { BUDGET_IDS } from './budgets';
import { type LifePlan, TRAINING_TIMES, type TrainingTime } from './life';
import {
  parseHardware,
  PLAN_SECTIONS,
  readFederated,
  readPayback,
  readSearch,
  readShift,
} from './read-plans';
import type { Budget, Scenario } from './scenario';

/** What a scenario may say, section by section; schemas/scenario.schema.json describes the same. */
export const SECTIONS = {
  workload: ['file', 'dtype', 'kvDtype', 'batch', 'input', 'output', 'context'],
  deployment: ['on', 'tp', 'pp', 'dp', 'ep', 'cp', 'engine'],
  site: ['zone', 'intensity', 'year', 'basis', 'pue', 'networkShare', 'storageShare', 'buildingShare'],
  hardware: ['lifetimeYears', 'utilization'],
  traffic: ['requests', 'requestsPerUser'],
  prices: ['perAcceleratorHour'],
  life: [
    'years',
    'trainingTokens',
    'trainingTime',
    'mfu',
    'overhead',
    'trainingBatch',
    'trainingSequence',
    'retrainingsPerYear',
    'requestsPerDay',
    'growth',
    'split',
  ],
  ...PLAN_SECTIONS,
  budgets: BUDGET_IDS,
} as const;
const TOP = ['name', ...Object.keys(SECTIONS)];

/** The run that a scenario means where it does not say, as at the prompt. */
const DEFAULT_RUN = { batch: 1, input: 512, output: 128 } as const;

/**
 * Reads a `*.wattlens.yaml` scenario.
 * @param name File name or path; it names a scenario without a name of its own.
 * @throws Problem naming line and column: not YAML, an unknown field, a value that cannot be.
 */
export const readScenario = (text: string, name: string): Scenario => {
  const value = parseYaml(text);
  if (value.type !== 'object') {
    throw new Problem(
      'not a scenario: expected fields such as workload, deployment and budgets',
      positionAt(text, value.range.start),
    );
  }
  const scenario = new Reader(text, value);
  return scenario.read(name);
};

type Section = keyof typeof SECTIONS;

class Reader {
  private readonly root: Fields;
  private readonly sections: ReadonlyMap<string, Fields>;

  constructor(
    private readonly text: string,
    private readonly value: LocatedValue & { readonly type: 'object' },
  ) {
    this.root = new Fields(text, value);
    this.known(value, TOP, '');
    this.sections = new Map(
      Object.entries(SECTIONS).flatMap(([section, keys]) => {
        const fields = this.root.object(section);
        if (fields !== undefined) this.known(fields.value, keys, `${section}.`);
        return fields === undefined ? [] : [[section, fields]];
      }),
    );
  }

  read(name: string): Scenario {
    const workload = this.section('workload');
    const file =
      workload.optionalText('file') ?? this.missing(workload, 'workload.file', 'a config or a trace');
    const where = workload.used.get('workload.file')?.value ?? this.value.range;
    const requests = this.count('traffic', 'requests');
    const requestsPerUser = this.number('traffic', 'requestsPerUser', 0);
    const perAcceleratorHour = this.number('prices', 'perAcceleratorHour', 0);
    const life = this.life();
    return {
      name: this.root.optionalText('name') ?? name.replace(/^.*[\\/]|\.wattlens\.ya?ml$/g, ''),
      workload: { file, where },
      run: this.run(),
      deployment: this.deployment(),
      ...(requests === undefined && requestsPerUser === undefined
        ? {}
        : { traffic: this.defined({ requests, requestsPerUser }) }),
      ...(perAcceleratorHour === undefined ? {} : { prices: { perAcceleratorHour } }),
      ...(life === undefined ? {} : { life }),
      ...this.plans(),
      budgets: this.budgets(),
      fields: this.root.used,
    };
  }

  private run(): Run {
    const workload = this.section('workload');
    const context = workload.optionalCount('context');
    const weightDtype = this.dtype('dtype');
    const kvDtype = this.dtype('kvDtype');
    return {
      batch: workload.optionalCount('batch') ?? DEFAULT_RUN.batch,
      input: workload.optionalCount('input') ?? DEFAULT_RUN.input,
      output: workload.optionalCount('output') ?? DEFAULT_RUN.output,
      ...(context === undefined ? {} : { context }),
      ...(weightDtype === undefined ? {} : { weightDtype }),
      ...(kvDtype === undefined ? {} : { kvDtype }),
    };
  }

  private deployment(): Deployment {
    const { weightDtype, kvDtype } = this.run();
    const lifetime = this.number('hardware', 'lifetimeYears', 0);
    const all = {
      weightDtype,
      kvDtype,
      engine: this.sections.get('deployment')?.optionalText('engine'),
      zone: this.sections.get('site')?.optionalText('zone'),
      intensity: this.number('site', 'intensity', 0),
      year: this.count('site', 'year'),
      basis: this.basis(),
      pue: this.number('site', 'pue', 1),
      networkShare: this.number('site', 'networkShare', 0),
      storageShare: this.number('site', 'storageShare', 0),
      buildingShare: this.number('site', 'buildingShare', 0),
      lifetime: lifetime === undefined ? undefined : years(lifetime),
      utilization: this.number('hardware', 'utilization', 0, 1),
    };
    this.site(all);
    const parallelism = this.defined({
      tensor: this.count('deployment', 'tp'),
      pipeline: this.count('deployment', 'pp'),
      data: this.count('deployment', 'dp'),
      expert: this.count('deployment', 'ep'),
      context: this.count('deployment', 'cp'),
    });
    return {
      ...this.hardware(),
      ...(Object.keys(parallelism).length === 0 ? {} : { parallelism }),
      ...this.defined(all),
    };
  }

  /** Says on its own line what of the site cannot be. */
  private site(query: GridQuery): void {
    const site = this.sections.get('site');
    if (site === undefined) return;
    try {
      resolveIntensity(query);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const named = ['intensity', 'year', 'zone', 'basis'].filter((key) => site.has(key));
      site.fail(named, `site: ${error.message}`);
    }
  }

  private hardware(): { accelerator: string; count: number } {
    const deployment = this.section('deployment');
    const on =
      deployment.optionalText('on') ??
      this.missing(deployment, 'deployment.on', 'an accelerator such as h100:8');
    return (
      parseHardware(on) ??
      deployment.fail('on', `deployment.on is "${on}"; expected HARDWARE or HARDWARE:COUNT, such as h100:8`)
    );
  }

  private life(): LifePlan | undefined {
    const life = this.sections.get('life');
    if (life === undefined) return undefined;
    const split = life.optionalText('split');
    if (split !== undefined && !isSplit(split)) {
      return life.fail('split', `life.split is "${split}"; expected one of ${SPLITS.join(', ')}`);
    }
    return {
      years: life.count('years'),
      trainingTokens: life.count('trainingTokens'),
      ...this.defined({
        trainingTime: this.trainingTime(life),
        mfu: this.number('life', 'mfu', 0, 1),
        overhead: this.number('life', 'overhead', 1),
        trainingBatch: this.count('life', 'trainingBatch'),
        trainingSequence: this.count('life', 'trainingSequence'),
        retrainingsPerYear: this.number('life', 'retrainingsPerYear', 0),
        requestsPerDay: this.number('life', 'requestsPerDay', 0),
        growth: this.number('life', 'growth', -1),
        split,
      }),
    };
  }

  private trainingTime(life: Fields): TrainingTime | undefined {
    const text = life.optionalText('trainingTime');
    const known = TRAINING_TIMES.find((time) => time === text);
    if (text === undefined || known !== undefined) return known;
    return life.fail(
      'trainingTime',
      `life.trainingTime is "${text}"; expected ${TRAINING_TIMES.join(' or ')}`,
    );
  }

  private plans(): Pick<Scenario, keyof typeof PLAN_SECTIONS> {
    const read = <T>(section: keyof typeof PLAN_SECTIONS, of: (fields: Fields) => T): T | undefined => {
      const fields = this.sections.get(section);
      return fields === undefined ? undefined : of(fields);
    };
    return this.defined({
      shift: read('shift', readShift),
      payback: read('payback', readPayback),
      search: read('search', readSearch),
      federated: read('federated', (fields) => readFederated(fields, this.text)),
    });
  }

  private budgets(): Budget[] {
    const budgets = this.sections.get('budgets');
    return BUDGET_IDS.flatMap((id) => {
      const limit = this.number('budgets', id, 0);
      const where = budgets?.used.get(`budgets.${id}`)?.value;
      return limit === undefined || where === undefined ? [] : [{ id, limit, where }];
    });
  }

  private dtype(key: 'dtype' | 'kvDtype'): Dtype | undefined {
    const workload = this.section('workload');
    const text = workload.optionalText(key);
    if (text === undefined || isDtype(text)) return text;
    return workload.fail(key, `workload.${key} is "${text}"; expected one of ${DTYPES.join(', ')}`);
  }

  private basis(): 'location' | 'market' | undefined {
    const site = this.sections.get('site');
    const text = site?.optionalText('basis');
    if (text === undefined || text === 'location' || text === 'market') return text;
    return site?.fail('basis', `site.basis is "${text}"; expected location or market`);
  }

  private count(section: Section, key: string): number | undefined {
    return this.sections.get(section)?.optionalCount(key);
  }

  private number(section: Section, key: string, least: number, most = Infinity): number | undefined {
    const fields = this.sections.get(section);
    const value = fields?.optionalNumber(key);
    if (value === undefined || (value >= least && value <= most)) return value;
    const bounds = most === Infinity ? `${least} or more` : `between ${least} and ${most}`;
    return fields?.fail(key, `${section}.${key} is ${value}; expected ${bounds}`);
  }

  private section(section: 'workload' | 'deployment'): Fields {
    return this.sections.get(section) ?? this.missing(this.root, section, 'a section of the scenario');
  }

  private missing(fields: Fields, path: string, expected: string): never {
    throw new Problem(
      `${path} is missing; expected ${expected}`,
      positionAt(this.text, fields.value.range.start),
    );
  }

  private known(
    value: LocatedValue & { readonly type: 'object' },
    keys: readonly string[],
    prefix: string,
  ): void {
    for (const [key, entry] of value.entries) {
      if (keys.includes(key)) continue;
      const [near] = nearest(key, keys, 1);
      const hint = near === undefined ? `one of ${keys.join(', ')}` : `${prefix}${near}`;
      throw new Problem(
        `${prefix}${key} is not a field of a scenario; expected ${hint}`,
        positionAt(this.text, entry.key.start),
      );
    }
  }

  private defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
    return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
      [K in keyof T]?: Exclude<T[K], undefined>;
    };
  }
}
