import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import Ajv from 'ajv';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { estimate } from '../../../src/core/estimate/estimate';
import { catalogue } from '../../../src/core/hardware/catalogue';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';
import { Problem } from '../../../src/core/problem';
import { BUDGET_IDS } from '../../../src/core/scenario/budgets';
import { checkScenario } from '../../../src/core/scenario/check';
import { scenarioLife } from '../../../src/core/scenario/life';
import { readScenario, SECTIONS } from '../../../src/core/scenario/read';
import { years } from '../../../src/core/units/quantity';
import { DTYPES } from '../../../src/core/workload/dtype';

const TEXT = `name: chat in Paris
workload:
  file: llama/config.json
  dtype: bf16
  batch: 16
  input: 256
  output: 64
deployment:
  on: h100:2
  tp: 2
  engine: vllm
site:
  zone: FR
  pue: 1.2
hardware:
  lifetimeYears: 5
  utilization: 0.7
traffic:
  requests: 10000
prices:
  perAcceleratorHour: 2.5
life:
  years: 2
  trainingTokens: 1000000000000
  mfu: 0.4
  requestsPerDay: 100000
  growth: 0.5
budgets:
  gramsPer1000Tokens: 100
  joulesPerToken: 0.000001
  kilowattHoursPerRun: 50
  costPer1000Tokens: 1
  memoryGB: 160
`;

const CONFIG = JSON.stringify({
  model_type: 'llama',
  hidden_size: 2048,
  intermediate_size: 8192,
  num_hidden_layers: 16,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  vocab_size: 32000,
  torch_dtype: 'bfloat16',
});

const thrown = (text: string): Problem => {
  try {
    readScenario(text, 'x.wattlens.yaml');
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  return assert.fail('nothing was thrown');
};

describe('scenario', () => {
  it('reads what runs where', () => {
    const scenario = readScenario(TEXT, 'chat.wattlens.yaml');
    assert.equal(scenario.name, 'chat in Paris');
    assert.equal(scenario.workload.file, 'llama/config.json');
    assert.deepEqual(scenario.run, { batch: 16, input: 256, output: 64, weightDtype: 'bf16' });
    assert.deepEqual(scenario.deployment, {
      accelerator: 'h100',
      count: 2,
      parallelism: { tensor: 2 },
      engine: 'vllm',
      weightDtype: 'bf16',
      zone: 'FR',
      pue: 1.2,
      lifetime: years(5),
      utilization: 0.7,
    });
    assert.deepEqual(scenario.traffic, { requests: 10000 });
  });

  it('knows on which line each budget stands', () => {
    const { budgets } = readScenario(TEXT, 'x');
    const texts = budgets.map(({ id, where }) => [id, TEXT.slice(where.start, where.end)]);
    assert.deepEqual(texts[0], ['gramsPer1000Tokens', '100']);
    assert.equal(budgets.length, 5);
  });

  it('takes the defaults of the prompt and the name of its file', () => {
    const scenario = readScenario(
      'workload: { file: c.json }\ndeployment: { on: a100 }\n',
      'a/b/chat.wattlens.yaml',
    );
    assert.equal(scenario.name, 'chat');
    assert.deepEqual(scenario.run, { batch: 1, input: 512, output: 128 });
    assert.deepEqual(scenario.deployment, { accelerator: 'a100', count: 1 });
  });

  it('says what is wrong, where, and what would be right', () => {
    const zone = thrown('workload: { file: c.json }\ndeployment: { on: a100 }\nsite:\n  zon: FR\n');
    assert.match(zone.message, /site\.zon is not a field of a scenario; expected site\.zone/);
    assert.deepEqual(zone.where, { line: 4, column: 3 });
    assert.match(thrown('workload: {}\ndeployment: { on: a100 }').message, /workload\.file is missing/);
    assert.match(thrown('workload: { file: c }').message, /deployment is missing/);
    assert.match(
      thrown('workload: { file: c }\ndeployment: { on: h100:0 }').message,
      /HARDWARE or HARDWARE:COUNT/,
    );
    assert.match(
      thrown('workload: { file: c, batch: -1 }\ndeployment: { on: h100 }').message,
      /batch is -1; expected a whole/,
    );
    assert.match(
      thrown('workload: { file: c, dtype: fp7 }\ndeployment: { on: h100 }').message,
      /expected one of fp64/,
    );
    assert.match(
      thrown('workload: { file: c }\ndeployment: { on: h100 }\nsite: { pue: 0.5 }').message,
      /1 or more/,
    );
    assert.match(
      thrown('workload: { file: c }\ndeployment: { on: h100 }\nlife: { years: 1 }').message,
      /trainingTokens is missing/,
    );
    assert.match(
      thrown(
        'workload: { file: c }\ndeployment: { on: h100 }\nlife: { years: 1, trainingTokens: 1, split: x }',
      ).message,
      /expected one of recommendation/,
    );
    const place = thrown('workload: { file: c }\ndeployment: { on: h100 }\nsite:\n  zone: France\n');
    assert.match(place.message, /site: "France" is not a known grid zone \(did you mean FR\?\)/);
    assert.deepEqual(place.where, { line: 4, column: 9 });
    assert.match(thrown('- 1').message, /not a scenario/);
    assert.match(thrown('a: [').message, /not valid YAML/);
  });

  it('never crashes on damaged text', () => {
    fc.assert(
      fc.property(fc.nat(TEXT.length), fc.string({ maxLength: 6 }), (at, noise) => {
        try {
          readScenario(TEXT.slice(0, at) + noise + TEXT.slice(at), 'x');
        } catch (error) {
          assert.ok(error instanceof Problem, String(error));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('scenario schema', () => {
  const schema = JSON.parse(readFileSync('schemas/scenario.schema.json', 'utf8')) as {
    readonly properties: Readonly<Record<string, { readonly properties?: object }>>;
    readonly definitions: { readonly dtype: { readonly enum: readonly string[] } };
  };
  const validate = new Ajv().compile(schema);

  it('accepts what the reader reads, and refuses what it refuses', () => {
    assert.ok(validate(load(TEXT)), JSON.stringify(validate.errors));
    for (const wrong of [
      'workload: { file: c }',
      'workload: { file: c }\ndeployment: { on: "h100:x" }',
      'a: 1',
    ]) {
      assert.ok(!validate(load(wrong)), wrong);
      assert.throws(() => readScenario(wrong, 'x'), Problem);
    }
  });

  it('has the fields that the reader knows, no more and no less', () => {
    for (const [section, keys] of Object.entries(SECTIONS)) {
      assert.deepEqual(
        Object.keys(schema.properties[section]?.properties ?? {}).sort(),
        [...keys].sort(),
        section,
      );
    }
    assert.deepEqual(Object.keys(schema.properties).sort(), ['name', ...Object.keys(SECTIONS)].sort());
    assert.deepEqual(schema.definitions.dtype.enum, DTYPES);
  });
});

describe('check of budgets', () => {
  const scenario = readScenario(TEXT, 'x');
  const workload = buildWorkload(readModel(CONFIG, 'config.json'), scenario.run);
  const measured = { workload, estimate: estimate(workload, scenario.deployment) };
  const results = checkScenario(scenario, measured);
  const result = (id: string) => results.find(({ budget }) => budget === id) ?? assert.fail(id);

  it('passes what is within and fails what is above', () => {
    assert.equal(result('gramsPer1000Tokens').ok, true);
    const joules = result('joulesPerToken');
    assert.equal(joules.ok, false);
    assert.equal(joules.actual, measured.estimate.facility?.joulesPerUnit);
    assert.match(joules.message, /energy per token: .* J, budget 0\.000001 J \(\+/);
  });

  it('measures the run over all its requests', () => {
    const perToken = measured.estimate.facility?.joulesPerUnit ?? assert.fail('unknown');
    assert.ok(
      Math.abs((result('kilowattHoursPerRun').actual ?? 0) / ((perToken * 64 * 10000) / 3.6e6) - 1) < 1e-12,
    );
  });

  it('costs what the accelerators cost while they make the tokens', () => {
    const { unitsPerSecond } = measured.estimate.throughput;
    const expected = ((2 * 2.5) / 3600 / unitsPerSecond) * 1000;
    assert.ok(Math.abs((result('costPer1000Tokens').actual ?? 0) / expected - 1) < 1e-12);
  });

  it('does not pass what is unknown', () => {
    const { prices: _, ...free } = scenario;
    const cost = checkScenario(free, measured).find(({ budget }) => budget === 'costPer1000Tokens');
    assert.deepEqual([cost?.ok, cost?.actual], [false, undefined]);
    assert.match(cost?.message ?? '', /unknown.*give the scenario a section prices/);
  });

  it('adds up a whole life', () => {
    const life = scenario.life ?? assert.fail('no life');
    const carbon = scenarioLife(life, measured, catalogue()) ?? assert.fail('unknown');
    const perRequest = (measured.estimate.carbon.total?.mid ?? NaN) * 64;
    const expected = perRequest * 100_000 * 365 * (1 + 1.5);
    assert.ok(Math.abs(carbon.inference.mid / expected - 1) < 1e-12);
    assert.ok(carbon.training.low < carbon.training.mid && carbon.training.mid < carbon.training.high);
    const whole = {
      ...scenario,
      budgets: [{ id: 'tonnesPerLife' as const, limit: 0, where: { start: 0, end: 0 } }],
    };
    const tonnes = checkScenario(whole, measured)[0]?.actual ?? NaN;
    assert.ok(Math.abs(tonnes / (carbon.total.mid / 1e6) - 1) < 1e-12);
  });

  it('has no life for what cannot be trained', () => {
    const life = scenario.life ?? assert.fail('no life');
    const trace = { ...workload, phases: [] };
    assert.throws(
      () => scenarioLife(life, { ...measured, workload: trace }, catalogue()),
      /no parameters to train/,
    );
  });

  it('refuses a budget per token where there are none', () => {
    const images = { ...measured, workload: { ...workload, unit: 'image' as const } };
    assert.throws(() => checkScenario(scenario, images), /per token, but .* yields images/);
  });

  it('measures every budget on a workload of tokens', () => {
    const all = {
      ...scenario,
      budgets: BUDGET_IDS.map((id) => ({ id, limit: 1e9, where: { start: 0, end: 0 } })),
    };
    for (const { budget, actual, ok } of checkScenario(all, measured)) {
      assert.ok(ok && actual !== undefined && actual > 0, `${budget}: ${actual}`);
    }
  });
});
