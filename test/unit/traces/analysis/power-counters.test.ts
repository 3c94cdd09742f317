import assert from 'node:assert/strict';
import { test } from 'node:test';
import { energy } from '../../../../src/core/traces/analysis/energy';
import { ofBoards } from '../../../../src/core/traces/analysis/power-counters';
import { select } from '../../../../src/core/traces/analysis/windows';
import { operator } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';

test('a power counter counts in its unit, while anything was recorded, and not where it is no draw', () => {
  const at = (name: string, ts: number, value: number) => ({
    ph: 'C',
    name,
    ts,
    pid: 0,
    args: { [name]: value },
  });
  const counted = (...events: readonly ReturnType<typeof at>[]) =>
    energy.run(select(traceOf([operator('aten::mm', 0, 1e6), ...events]), 'all'))?.counters ?? [];
  for (const [name, of] of [
    ['gpu_power_mw', 1e3],
    ['GPU power [uW]', 1e6],
    ['GPU power (kW)', 1e-3],
    ['gpuPowerMilliWatts', 1e3],
    ['GPU power usage', 1],
  ] as const) {
    const [counter] = counted(at(name, 0, 300 * of), at(name, 1e6, 300 * of));
    assert.equal(counter?.counter, name);
    assert.ok(Math.abs((counter?.joules ?? 0) - 300) < 1e-9, name);
  }
  // From 100 W a second before to 300 and 500 W while it ran, and on to 900: 400 W over the one second.
  const [during] = counted(
    at('GPU power', -1e6, 100),
    at('GPU power', 0, 300),
    at('GPU power', 2e6, 700),
    at('GPU power', 3e6, 900),
  );
  assert.deepEqual([during?.joules, during?.seconds, during?.samples], [400, 1, 4]);
  for (const name of ['GPU power limit (W)', 'powerCap', 'GPU power state', 'GPU power usage %'])
    assert.deepEqual(counted(at(name, 0, 300), at(name, 1e6, 300)), [], name);
  // Neither is a reading that failed, or a counter that was never read.
  assert.equal(
    counted(at('GPU power', 0, 300), at('GPU power', 5e5, -1), at('GPU power', 1e6, 300))[0]?.joules,
    300,
  );
  for (const failed of [1e308, Infinity, 2 ** 32 - 1])
    assert.equal(
      counted(at('GPU power mW', 0, 3e5), at('GPU power mW', 5e5, failed), at('GPU power mW', 1e6, 3e5))[0]
        ?.joules,
      300,
    );
  assert.deepEqual(counted(at('GPU power', 0, 0), at('GPU power', 1e6, 0)), []);
});

test('power counters of boards are those of whole boards', () => {
  const of = (...names: readonly string[]) => ofBoards(names, (name) => name);
  assert.deepEqual(of('GPU 0 power', 'gpu_1_power', 'CPU power'), ['GPU 0 power', 'gpu_1_power']);
  assert.deepEqual(of('GPU power', 'GPU HBM power', 'GPU power average'), ['GPU power']);
  assert.deepEqual(of('GPU average power'), ['GPU average power']);
  assert.deepEqual(of('CPU output power', 'power'), ['power']);
  assert.deepEqual(of('CPU package power', 'psu0_input_power'), []);
});
