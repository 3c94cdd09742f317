import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { memory } from '../../../src/core/traces/analysis/memory';
import { modules } from '../../../src/core/traces/analysis/modules';
import type { ModuleReport } from '../../../src/core/traces/analysis/modules';
import { operators } from '../../../src/core/traces/analysis/operators';
import type { Selection } from '../../../src/core/traces/analysis/selection';
import { steps } from '../../../src/core/traces/analysis/steps';
import type { StepReport } from '../../../src/core/traces/analysis/steps';
import { assertClose, isClose, ParityTable } from '../../support/parity';
import { skipUnlessShared } from '../../support/shared';
import { peerKeys, peerResult, sharedTrace } from '../../support/shared-traces';
import type { PeerTable } from '../../support/shared-traces';
import { asThePlugin } from '../../support/tensorboard-view';
import type { PluginView } from '../../support/tensorboard-view';

interface PluginOperator {
  readonly name: string;
  readonly calls: number;
  readonly input_shape?: string;
  readonly device_self_duration?: number;
  readonly device_total_duration?: number;
  readonly host_self_duration: number;
  readonly host_total_duration: number;
  readonly tc_self_ratio?: number;
  readonly tc_total_ratio?: number;
}

interface PluginModule {
  readonly name: string;
  readonly id: number;
  readonly occurences: number;
  readonly operators: number;
  readonly host_duration: number;
  readonly self_host_duration: number;
  readonly device_duration: number;
  readonly self_device_duration: number;
  readonly children: readonly PluginModule[];
}

interface Plugin {
  readonly workers: Readonly<
    Record<
      string,
      {
        readonly steps_names: readonly string[];
        readonly steps_costs: readonly Readonly<Record<string, number>>[];
        readonly operator_table?: readonly PluginOperator[];
        readonly operator_table_by_input?: readonly PluginOperator[];
        readonly module_stats?: readonly PluginModule[];
        readonly memory_stats?: { readonly rows: Readonly<Record<string, PeerTable['rows']>> };
        readonly memory_peaks?: Readonly<Record<string, number>>;
      }
    >
  >;
}
type Worker = Plugin['workers'][string];

const MICROSECONDS = 1e6;
const parity = new ParityTable();
after(() => parity.print('the TensorBoard plugin'));

const DRIVER = 'it leaves out calls into the driver, and takes device annotations for host ones';
const LIBRARIES =
  'it takes kernels of communication libraries for computation unless their operator has one of five names';
const CALLERS =
  'its calls into the runtime have no external id of an operator: it finds no device time, or that of others';
const NO_EXTERNAL_ID = 'it gives all runtime calls without external id to the first module';
const NO_OPERATORS = 'its single step of a trace without operators has no bounds';
const MTIA = 'it does not know the kernels of this device (category mtia_ccp_events)';
const OTHER_DEVICE = 'it has no name for this device type, so no memory of it';
const TENSOR_CORES = 'its names of tensor-core kernels end before Hopper';

/** It rounds times to whole microseconds. */
const ROUNDED = 0.51;

const operatorsEqual = (selection: Selection, worker: Worker, exact: PluginView): string | undefined => {
  const ours = operators.run(selection) ?? [];
  const theirs = worker.operator_table ?? [];
  assert.deepEqual(new Set(ours.map(({ name }) => name)), new Set(theirs.map(({ name }) => name)));
  let later = false;
  for (const row of theirs) {
    const own = ours.find(({ name }) => name === row.name);
    assert.equal(own?.calls, row.calls, row.name);
    const same = (
      [
        [own?.hostSelf, row.host_self_duration],
        [own?.hostTotal, row.host_total_duration],
        [own?.deviceSelf, row.device_self_duration ?? 0],
        [own?.deviceTotal, row.device_total_duration ?? 0],
      ] as const
    ).every(([value, expected]) => isClose((value ?? NaN) * MICROSECONDS, expected, ROUNDED));
    if (!same) return row.name;
    const share = own !== undefined && own.deviceSelf > 0 ? (100 * own.tensorCoreSelf) / own.deviceSelf : 0;
    if (!isClose(share, row.tc_self_ratio ?? 0, 0.01)) later = true;
  }
  if (later) {
    assert.ok(exact.hasLaterTensorCoreKernels, 'another share of tensor cores');
    parity.because('tensor cores', TENSOR_CORES);
  } else parity.equal('tensor cores');
  for (const row of worker.operator_table_by_input ?? []) {
    const shapes = ours.find(({ name }) => name === row.name)?.shapes ?? [];
    const normal = (text: string): string => text.replaceAll(/\s|'|"/g, '');
    const own = shapes.filter(
      ({ inputShapes = '[]' }) => normal(inputShapes) === normal(row.input_shape ?? '[]'),
    );
    const total = own.reduce((sum, { hostTotal }) => sum + hostTotal, 0);
    assert.equal(
      own.reduce((sum, { calls }) => sum + calls, 0),
      row.calls,
      `${row.name} ${row.input_shape}`,
    );
    assertClose(total * MICROSECONDS, row.host_total_duration, `${row.name} ${row.input_shape}`, ROUNDED);
  }
  return undefined;
};

const checkOperators = (exact: PluginView, worker: Worker): void => {
  const different = operatorsEqual(exact.whole, worker, exact);
  if (different === undefined) return parity.equal('operators');
  if (exact.hasDriverLaunches && operatorsEqual(exact.withoutDriver, worker, exact) === undefined)
    return parity.because('operators', DRIVER);
  assert.ok(exact.hasOnlyCorrelations, `${different} differs`);
  assert.equal(operatorsEqual(exact.withoutCallers, worker, exact), undefined);
  parity.because('operators', CALLERS);
};

const PARTS = [
  ['kernel', 'Kernel'],
  ['memcpy', 'Memcpy'],
  ['memset', 'Memset'],
  ['communication', 'Communication'],
  ['runtime', 'Runtime'],
  ['dataLoader', 'DataLoader'],
  ['host', 'CpuOp'],
  ['other', 'Other'],
  ['seconds', 'Total'],
] as const satisfies readonly (readonly [keyof StepReport, string])[];

const stepsEqual = (selection: Selection, worker: Worker, resolution: number): boolean => {
  const ours = steps.run(selection)?.steps ?? [];
  return (
    ours.length === worker.steps_names.length &&
    worker.steps_costs.every((theirs, i) =>
      PARTS.every(([part, name]) =>
        isClose((ours[i]?.[part] ?? NaN) * MICROSECONDS, theirs[name] ?? NaN, resolution),
      ),
    )
  );
};

const checkSteps = (exact: PluginView, worker: Worker): void => {
  // Its times are doubles of microseconds since 1970 or boot: with fractions they hold about 1 ns an event.
  const resolution = exact.whole.trace.fractionalTimes ? 1 : 1e-6;
  if (stepsEqual(exact.whole, worker, resolution)) return parity.equal('steps');
  if (!exact.hasOperators) {
    assert.equal(steps.run(exact.whole), undefined);
    assert.deepEqual(worker.steps_names, ['0']);
    return parity.because('steps', NO_OPERATORS);
  }
  if (stepsEqual(exact.withoutDriver, worker, resolution))
    return parity.because('steps', exact.hasMtia ? MTIA : DRIVER);
  assert.ok(exact.hasLibraryKernels, 'the steps differ');
  assert.ok(stepsEqual(exact.withoutLibraries, worker, resolution), 'the steps differ without libraries too');
  parity.because('steps', LIBRARIES);
};

interface ModuleSums {
  calls: number;
  operators: number;
  hostSelf: number;
  hostTotal: number;
  deviceSelf: number;
  deviceTotal: number;
}

const byInstance = (
  reports: readonly ModuleReport[],
  sums = new Map<string, ModuleSums>(),
): Map<string, ModuleSums> => {
  for (const report of reports) {
    const key = `${report.name} ${report.instance}`;
    const sum = sums.get(key) ?? {
      calls: 0,
      operators: 0,
      hostSelf: 0,
      hostTotal: 0,
      deviceSelf: 0,
      deviceTotal: 0,
    };
    sums.set(key, sum);
    sum.calls += report.calls;
    sum.operators += report.operators;
    sum.hostSelf += report.hostSelf;
    sum.hostTotal += report.hostTotal;
    sum.deviceSelf += report.deviceSelf;
    sum.deviceTotal += report.deviceTotal;
    byInstance(report.children, sums);
  }
  return sums;
};

const flatten = (stats: readonly PluginModule[]): readonly PluginModule[] =>
  stats.flatMap((one) => [one, ...flatten(one.children)]);

const checkModules = (exact: PluginView, worker: Worker): void => {
  const theirs = flatten(worker.module_stats ?? []);
  if (theirs.length === 0) return;
  const ours = byInstance(modules.run(exact.withoutDriver) ?? []);
  assert.deepEqual(new Set(ours.keys()), new Set(theirs.map(({ name, id }) => `${name} ${id}`)));
  const different = new Set<string>();
  for (const stats of theirs) {
    const key = `${stats.name} ${stats.id}`;
    const own = ours.get(key);
    assert.equal(own?.calls, stats.occurences, key);
    assert.equal(own?.operators, stats.operators, key);
    assertClose((own?.hostTotal ?? NaN) * MICROSECONDS, stats.host_duration, key, 0.01 * stats.occurences);
    const same = (
      [
        [own?.hostSelf, stats.self_host_duration],
        [own?.deviceSelf, stats.self_device_duration],
        [own?.deviceTotal, stats.device_duration],
      ] as const
    ).every(([value, expected]) => isClose((value ?? NaN) * MICROSECONDS, expected, 0.01 * stats.occurences));
    if (!same) different.add(key);
  }
  if (different.size === 0) return parity.equal('modules');
  // One module, and the difference is the runtime calls that belong to nobody.
  assert.equal(different.size, 1, [...different].join(', '));
  const stats = theirs.find(({ name, id }) => different.has(`${name} ${id}`));
  const own = ours.get([...different][0] ?? '');
  assertClose(
    (own?.hostSelf ?? NaN) * MICROSECONDS - (stats?.self_host_duration ?? NaN),
    exact.callsWithoutExternalId * MICROSECONDS,
    'runtime calls without external id',
    0.5,
  );
  parity.because('modules', NO_EXTERNAL_ID);
};

const KIBIBYTE = 1024;

const checkMemory = (exact: PluginView, worker: Worker): void => {
  if (worker.memory_peaks === undefined) return;
  const ours = memory.run(exact.withoutDriver) ?? [];
  for (const [device, rows] of Object.entries(worker.memory_stats?.rows ?? {})) {
    const own = ours.find((one) => one.device === device)?.operators ?? [];
    assert.deepEqual(new Set(own.map(({ name }) => name)), new Set(rows.map(([name]) => name)), device);
    for (const [
      name,
      calls,
      increase,
      selfIncrease,
      allocations,
      selfAllocations,
      allocated,
      selfAllocated,
    ] of rows) {
      const row = own.find((one) => one.name === name);
      assert.deepEqual(
        [row?.calls, row?.allocations, row?.selfAllocations],
        [calls, allocations, selfAllocations],
        `${device} ${name}`,
      );
      for (const [value, expected] of [
        [row?.increase, increase],
        [row?.selfIncrease, selfIncrease],
        [row?.allocated, allocated],
        [row?.selfAllocated, selfAllocated],
      ])
        assertClose(Number(value) / KIBIBYTE, Number(expected), `${device} ${name}`, 0.006);
    }
  }
  let unnamed = false;
  for (const [device, peak] of Object.entries(worker.memory_peaks)) {
    const name = device.includes('.CPU')
      ? 'CPU'
      : device.includes('.CUDA')
        ? `GPU${/, (\d+)\)/.exec(device)?.[1]}`
        : '';
    if (name === '') unnamed = true;
    const own =
      name === '' ? ours.find((one) => one.peak.bytes === peak) : ours.find((one) => one.device === name);
    assert.equal(own?.peak.bytes, peak, device);
  }
  parity.equal('memory');
  if (unnamed) parity.because('memory', OTHER_DEVICE);
};

for (const key of peerKeys('tensorboard'))
  test(
    `equals the TensorBoard plugin on ${key}`,
    { skip: skipUnlessShared('reference', 'tensorboard', `${key}.json`) },
    async () => {
      const worker = Object.values((peerResult('tensorboard', key) as Plugin).workers)[0];
      assert.ok(worker !== undefined);
      const view = asThePlugin(await sharedTrace(key));
      checkOperators(view, worker);
      checkSteps(view, worker);
      checkModules(view, worker);
      checkMemory(view, worker);
    },
  );

test(
  'has results of the plugin to compare with',
  { skip: skipUnlessShared('reference', 'tensorboard') },
  () => {
    assert.ok(peerKeys('tensorboard').length > 20);
  },
);
