import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activeParametersOf, parametersOf } from '../../../src/core/models/graph/node';
import type { Model } from '../../../src/core/models/model';
import { buildWorkload } from '../../../src/core/models/workload';
import { inspectModel } from '../../../src/core/report/inspect-model';
import { Problem } from '../../../src/core/problem';
import { readRow, type ReferenceRow, referenceRows } from '../../support/reference';
import { skipUnlessShared } from '../../support/shared';

/** Relative difference that the reference's counting of what is no matrix product may make. */
const FLOPS_TOLERANCE = 1e-3;

const skip = skipUnlessShared('configs', 'reference.json');

const known = (): readonly { readonly row: ReferenceRow; readonly model: Model }[] =>
  referenceRows().flatMap((row) => {
    const model = readRow(row);
    return model instanceof Problem ? [] : [{ row, model }];
  });

const faults = (check: (row: ReferenceRow, model: Model) => string | undefined): readonly string[] =>
  known().flatMap(({ row, model }) => {
    const fault = check(row, model);
    return fault === undefined ? [] : [`${row.config_path}: ${fault}`];
  });

const isNear = (value: number, expected: number): boolean =>
  Math.abs(value / expected - 1) <= FLOPS_TOLERANCE;

test('a config that is not known is a problem, told as one', { skip }, () => {
  const unknown = referenceRows().flatMap((row) => {
    const model = readRow(row);
    return model instanceof Problem ? [{ path: row.config_path, problem: model }] : [];
  });
  for (const { path, problem } of unknown)
    assert.match(problem.message, /not known|not a model config|not valid JSON|expected/, path);
});

test('parameters are the reference’s to the last one', { skip }, (context) => {
  const wrong = faults((row, model) => {
    const parameters = parametersOf(model.root);
    return row.params_exact === undefined || parameters === row.params_exact
      ? undefined
      : `${parameters}, expected ${row.params_exact}`;
  });
  assert.deepEqual(wrong, []);
  const rows = referenceRows().filter(({ params_exact }) => params_exact !== undefined);
  const missing = rows.filter((row) => readRow(row) instanceof Problem);
  context.diagnostic(`${rows.length - missing.length} of ${rows.length} rows with a count are known`);
  for (const { config_path } of missing) context.diagnostic(`not known: ${config_path}`);
  assert.ok(missing.length <= 0.05 * rows.length, 'most rows are known');
});

test('active parameters are the reference’s', { skip }, () => {
  const wrong = faults((row, model) => {
    const active = activeParametersOf(model.root);
    return row.active_params === undefined || Math.round(active) === row.active_params
      ? undefined
      : `${active}, expected ${row.active_params}`;
  });
  assert.deepEqual(wrong, []);
});

test('operations of prefill and decode agree within 0.1 %', { skip }, () => {
  const wrong = faults(({ flops }, model) => {
    if (flops?.S === undefined || flops.caveat !== undefined) return undefined;
    const { phases } = buildWorkload(model, {
      batch: flops.B ?? 1,
      input: flops.S,
      output: 2,
      context: flops.S,
    });
    const sums = phases.map(({ operators }) => operators.reduce((sum, one) => sum + (one.flops ?? 0), 0));
    const expected = [flops.prefill, flops.decode_one_token_with_ctx_S];
    const off = expected.flatMap((value, i) =>
      value === undefined || isNear(sums[i] ?? 0, value)
        ? []
        : [`${phases[i]?.name}: ${sums[i]}, expected ${value}`],
    );
    return off.length === 0 ? undefined : off.join('; ');
  });
  assert.deepEqual(wrong, []);
});

test('bytes of key-value cache per token are the reference’s', { skip }, () => {
  const wrong = faults((row, model) => {
    const bytes = inspectModel(model, { kvDtype: 'bf16' }).kvBytesPerToken ?? 0;
    return row.kv_bytes_per_token_bf16 === undefined || bytes === row.kv_bytes_per_token_bf16
      ? undefined
      : `${bytes}, expected ${row.kv_bytes_per_token_bf16}`;
  });
  assert.deepEqual(wrong, []);
});
