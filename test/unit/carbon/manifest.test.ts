import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load } from 'js-yaml';
import { account } from '../../../src/core/carbon/account';
import { impactManifest } from '../../../src/core/carbon/export/impact-manifest';
import { catalogue } from '../../../src/core/hardware/catalogue';
import { hours } from '../../../src/core/units/quantity';

interface Plugin {
  readonly method: string;
  readonly config: Readonly<Record<string, string | readonly string[]>>;
}
interface Manifest {
  readonly initialize: { readonly plugins: Readonly<Record<string, Plugin>> };
  readonly tree: {
    readonly children: {
      readonly work: {
        readonly pipeline: { readonly compute: readonly string[] };
        readonly inputs: readonly Readonly<Record<string, number>>[];
      };
    };
  };
}

/** What Impact Framework's Multiply, Sum and Divide do with a manifest. */
const run = (text: string): Map<string, number> => {
  const { initialize, tree } = load(text) as Manifest;
  const { pipeline, inputs } = tree.children.work;
  const values = new Map(Object.entries(inputs[0] ?? {}));
  const of = (name: unknown) => values.get(String(name)) ?? assert.fail(`no ${String(name)}`);
  for (const step of pipeline.compute) {
    const { method, config } = initialize.plugins[step] ?? assert.fail(step);
    const from = config['input-parameters'];
    const all = Array.isArray(from) ? from.map(of) : [];
    if (method === 'Multiply')
      values.set(
        String(config['output-parameter']),
        all.reduce((a, b) => a * b, 1),
      );
    else if (method === 'Sum')
      values.set(
        String(config['output-parameter']),
        all.reduce((a, b) => a + b, 0),
      );
    else if (method === 'Divide')
      values.set(String(config['output']), of(config['numerator']) / of(config['denominator']));
    else assert.fail(method);
  }
  return values;
};

const accelerator = catalogue().get('h100-sxm5');
const of = (work: ReturnType<typeof account>, count?: number) =>
  run(
    impactManifest({
      name: 'run',
      inputs: work.inputs,
      timestamp: '2025-01-01T00:00:00Z',
      duration: hours(10),
      units: count === undefined ? undefined : { count, unit: 'token' },
    }),
  );

describe('Impact Framework manifest', () => {
  it('comes to the account’s numbers', () => {
    const work = account({ accelerator, hours: 80, power: 'tdp', zone: 'DE' });
    const values = of(work, 1e6);
    const near = (name: string, expected: number | undefined) =>
      assert.ok(Math.abs((values.get(name) ?? NaN) / (expected ?? NaN) - 1) < 1e-12, name);
    near('carbon-operational', work.carbon.operational.mid);
    near('carbon-embodied', work.carbon.embodied?.mid);
    near('carbon', work.carbon.total?.mid);
    near('sci', (work.carbon.total?.mid ?? NaN) / 1e6);
  });

  it('leaves out hardware that is not known', () => {
    const work = account({ energyKwh: 10, pue: 1.2, intensity: 100 });
    const values = of(work);
    assert.equal(values.get('carbon')?.toFixed(6), '1200.000000');
    assert.equal(values.has('carbon-embodied'), false);
  });
});
