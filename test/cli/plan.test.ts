import assert from 'node:assert/strict';
import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import type { EstimateReport } from '../../src/core/report/types';
import { PLAN_IDS } from '../../src/core/scenario/plans/names';
import type { FederatedReport } from '../../src/core/scenario/plans/federated';
import type { LifeReport } from '../../src/core/scenario/plans/life';
import type { PaybackReport } from '../../src/core/scenario/plans/payback';
import type { RatesReport } from '../../src/core/scenario/plans/rates';
import type { SearchReport } from '../../src/core/scenario/plans/search';
import type { ShiftReport } from '../../src/core/scenario/plans/shift';
import { sample, wattlens, wattlensJson } from './run';

const PLANS = 'test/fixtures/plans/plans.wattlens.yaml';
const LLAMA = sample('configs/llama-8b/config.json');
const TRACE = sample('traces/llama-step.pt.trace.json.gz');
const near = (a: number, b: number | undefined) =>
  assert.ok(Math.abs(a / (b ?? NaN) - 1) < 1e-9, `${a} ${b}`);

describe('plan', () => {
  const ajv = new Ajv({ allErrors: true, strict: false });
  ajv.addSchema(JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')) as object, 'report');

  for (const id of PLAN_IDS) {
    it(`${id} of a scenario prints what the schema says, and a table`, async () => {
      const validate = ajv.getSchema('report#/$defs/plan') ?? assert.fail('no schema');
      const report = await wattlensJson<{ plan: string }>('plan', id, PLANS);
      assert.equal(report.plan, id);
      assert.ok(validate(report), ajv.errorsText(validate.errors));
      const { status, out } = await wattlens('plan', id, PLANS, '--markdown');
      assert.equal(status, 0);
      assert.match(out, /^\| .* \|$/m);
      assert.doesNotMatch(out, /undefined|NaN|\[object/);
    });
  }

  it('rates: SCI is the estimate’s carbon, per token, request and user', async () => {
    const { carbon } = await wattlensJson<EstimateReport>('estimate', PLANS);
    const { sci, request } = await wattlensJson<RatesReport>('plan', 'rates', PLANS);
    const per = (unit: string) => sci.find((one) => one.unit === unit)?.grams.mid ?? NaN;
    near(per('token'), carbon.total?.mid);
    near(per('request'), per('token') * 128);
    near(per('user'), per('request') * 12);
    assert.deepEqual(
      request.map(({ name }) => name),
      ['Wattlens', 'EcoLogits 0.9.1', 'Impact Framework, SciEmbodied'],
    );
    near((request[0]?.operational ?? NaN) + (request[0]?.embodied ?? NaN), per('request'));
  });

  it('rates: market-based measures are left out of SCI, zero or not', async () => {
    const market = ['--on', 'h100', '--zone', 'FR', '--intensity', '0', '--basis', 'market'];
    const place = await wattlensJson<RatesReport>('plan', 'rates', LLAMA, '--on', 'h100', '--zone', 'FR');
    const contract = await wattlensJson<RatesReport>('plan', 'rates', LLAMA, ...market);
    const mids = ({ sci }: RatesReport) => sci.map(({ grams }) => grams.mid.toPrecision(9));
    assert.deepEqual(mids(contract), mids(place));
    assert.equal(contract.request[0]?.operational, 0);
  });

  it('shift: the same job, least carbon first, its own place among them', async () => {
    const { zones = [], hours = [], itJoules } = await wattlensJson<ShiftReport>('plan', 'shift', PLANS);
    assert.deepEqual(
      zones.map(({ zone }) => zone),
      ['SE', 'FR', 'aws:us-west-2'],
    );
    for (const { pue, gramsPerKilowattHour, operational } of zones)
      near(operational.mid, (itJoules.mid / 3.6e6) * pue * gramsPerKilowattHour);
    const at = (start: string) => hours.find((one) => one.start === start);
    assert.equal(at('first')?.gramsPerKilowattHour.toFixed(6), '100.000000');
    assert.equal(at('best')?.gramsPerKilowattHour.toFixed(6), '20.000000');
    assert.equal(at('best')?.at, '2025-03-01T10:00:00.000Z');
    assert.ok((at('worst')?.gramsPerKilowattHour ?? 0) > 150);
    const { out } = await wattlens('plan', 'shift', PLANS);
    assert.match(out, /Waiting for the best hour saves .*, 80\.0 % of starting at once\./);
  });

  it('shift: what cannot be is a sentence', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wattlens-'));
    try {
      const csv = join(folder, 'grid.csv');
      const refused = async (pattern: RegExp, ...flags: readonly string[]) => {
        const { status, error } = await wattlens('plan', 'shift', LLAMA, '--on', 'h100', ...flags);
        assert.equal(status, 2);
        assert.match(error, pattern);
      };
      await refused(/neither zones nor a profile/);
      await refused(/"Atlantis" is not a known grid zone/, '--zones', 'FR,Atlantis');
      await refused(/gone\.csv: no such file/, '--profile', join(folder, 'gone.csv'));
      await writeFile(csv, 'time,intensity\n2025-01-01T00:00Z,100\n2025-01-01T01:00Z,much\n');
      await refused(/grid\.csv:3: "much" is not an intensity/, '--profile', csv);
      await writeFile(csv, 'time,intensity\n2025-01-01T00:00Z,100\n2025-01-01T01:00Z,90\n');
      await refused(/longer than the profile/, '--profile', csv, '--job-hours', '3');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('life: the parts are the whole, years grow, overhead counts', async () => {
    const { total, parts, years, training } = await wattlensJson<LifeReport>('plan', 'life', PLANS);
    near(parts.experimentation.mid + parts.training.mid + parts.inference.mid, total.mid);
    near((years[1]?.inference.mid ?? NaN) / (years[0]?.inference.mid ?? NaN), 1.5);
    near(parts.training.mid, training.carbon.mid * 2);
    const none = await wattlensJson<LifeReport>('plan', 'life', PLANS, '--overhead', '1');
    near(training.acceleratorHours.mid, none.training.acceleratorHours.mid * 1.2);
  });

  it('life: 6·N·D at a share of peak, and the performance model, within a factor of two of each other', async () => {
    const flags = ['--on', 'h100:8', '--years', '1', '--training-tokens', '1e12', '--overhead', '1'];
    const share = await wattlensJson<LifeReport>('plan', 'life', LLAMA, ...flags, '--mfu', '0.4');
    // 6 · 8.03e9 · 1e12 / (989.4e12 · 0.4) / 3600
    assert.ok(Math.abs(share.training.acceleratorHours.mid / 33_800 - 1) < 0.01);
    const model = await wattlensJson<LifeReport>('plan', 'life', LLAMA, ...flags, '--training-time', 'model');
    const ratio = model.training.acceleratorHours.mid / share.training.acceleratorHours.mid;
    assert.ok(ratio > 0.5 && ratio < 2, `${ratio}`);
    const missing = await wattlens('plan', 'life', LLAMA, '--on', 'h100');
    assert.equal(missing.status, 2);
    assert.match(missing.error, /expected a section life in the scenario, with years and trainingTokens/);
  });

  it('payback: half as much use takes twice as long, a cleaner grid longer', async () => {
    const { zones } = await wattlensJson<PaybackReport>('plan', 'payback', PLANS);
    const [france, germany] = zones;
    const months = (zone: typeof france, index: number) => zone?.cells[index]?.seconds?.mid ?? NaN;
    near(months(france, 0), 4 * months(france, 1));
    assert.ok(months(france, 1) > 5 * months(germany, 1));
    const worse = await wattlensJson<PaybackReport>(
      ...(['plan', 'payback', LLAMA, '--on', 'v100-sxm2-32', '--replaces', 'h100'] as const),
    );
    assert.ok(worse.zones.every(({ cells }) => cells.every(({ seconds }) => seconds === undefined)));
  });

  it('search: a front on which nobody beats another, with the config as it is beside it', async () => {
    const { tried, front, own, tooLarge } = await wattlensJson<SearchReport>('plan', 'search', PLANS);
    assert.equal(tried, 16);
    assert.ok(front.length > 1 && tooLarge === 0);
    for (const a of front) {
      for (const b of front) {
        if (a !== b) assert.ok(!(a.grams <= b.grams && a.seconds <= b.seconds && a.loss <= b.loss));
      }
    }
    const estimate = await wattlensJson<EstimateReport>('estimate', PLANS);
    near(own?.grams ?? NaN, (estimate.carbon.total?.mid ?? NaN) * 128);
    // Chinchilla's law for 8.03 billion parameters and twenty tokens for each.
    const n = own?.parameters ?? NaN;
    near(own?.loss ?? NaN, 1.69 + 406.4 / n ** 0.34 + 410.7 / (20 * n) ** 0.28);
    const trace = await wattlens('plan', 'search', TRACE, '--on', 'h100');
    assert.equal(trace.status, 2);
    assert.match(trace.error, /only a model config can be varied/);
  });

  it('search: sizes that cannot be are counted, not hidden', async () => {
    const flags = ['--layers', '32', '--width', '4096', '--heads', '32,33', '--hardware', 'h100'];
    const report = await wattlensJson<SearchReport>('plan', 'search', LLAMA, '--on', 'h100', ...flags);
    assert.equal(report.impossible + report.front.length, 2);
    const { status, error } = await wattlens(
      ...(['plan', 'search', LLAMA, '--on', 'h100', '--layers', '1..999:1', '--heads', '1..999:1'] as const),
    );
    assert.equal(status, 2);
    assert.match(error, /998001 candidates is too many/);
  });

  it('federated: the parts are the whole; the network is unknown, not zero, where nobody says', async () => {
    const report = await wattlensJson<FederatedReport>('plan', 'federated', PLANS);
    const { compute, upload, download, network, server, total } = report;
    near(compute.mid + upload.mid + download.mid + (network?.mid ?? NaN) + server.mid, total.mid);
    near(upload.mid, (10 / 300) * compute.mid);
    const folder = await mkdtemp(join(tmpdir(), 'wattlens-'));
    try {
      await cp('test/fixtures/plans', folder, { recursive: true });
      await copyFile(LLAMA, join(folder, 'config.json'));
      const file = join(folder, 'plans.wattlens.yaml');
      const text = (await readFile(file, 'utf8')).replace(/file: .*/, 'file: config.json');
      await writeFile(file, text.replace('      networkJoules: 20\n', ''));
      const without = await wattlensJson<FederatedReport>('plan', 'federated', file);
      assert.equal(without.network, undefined);
      assert.match(
        (await wattlens('plan', 'federated', file)).out,
        /network between is not known and not counted/,
      );
      await writeFile(file, text.replace('uploadWatts: 1', 'uploadWatt: 1'));
      const { status, error } = await wattlens('plan', 'federated', file);
      assert.equal(status, 2);
      assert.match(error, /plans\.wattlens\.yaml:\d+:7: uploadWatt is not a field of federated\.clients/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('an Impact Framework manifest', () => {
  it('of an estimate has its inputs, for the whole run', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wattlens-'));
    try {
      const file = join(folder, 'run.yaml');
      const report = await wattlensJson<EstimateReport>('estimate', PLANS, '--manifest', file);
      const { tree } = load(await readFile(file, 'utf8')) as {
        tree: { children: { work: { inputs: readonly Record<string, number>[] } } };
      };
      const row = tree.children.work.inputs[0] ?? assert.fail('no inputs');
      const of = (name: string) => row[name] ?? assert.fail(name);
      assert.equal(of('token'), 16 * 128);
      const operational = of('energy-it') * of('pue') * of('grid/carbon-intensity');
      const embodied =
        ((of('embodied/accelerator') + of('embodied/server')) * of('hardware/held-seconds')) /
        (of('hardware/lifetime-seconds') * of('hardware/utilization'));
      near((operational + embodied) / of('token'), report.carbon.total?.mid);
      const { status, error } = await wattlens(
        'estimate',
        PLANS,
        '--manifest',
        join(folder, 'no', 'run.yaml'),
      );
      assert.equal(status, 2);
      assert.match(error, /cannot be written \(ENOENT\)/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
