import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { kernels } from '../../../src/core/traces/analysis/kernels';
import { kernelTypes } from '../../../src/core/traces/analysis/kernel-types';
import { temporal } from '../../../src/core/traces/analysis/temporal';
import { asHta, type HtaOptions } from '../../../src/core/traces/analysis/windows/hta';
import type { Selection } from '../../../src/core/traces/analysis/selection';
import { readTrace } from '../../../src/core/traces/read';
import { openBytes } from '../../../src/io/open-bytes';
import { sharedPath, skipUnlessShared } from '../../support/shared';

/** Holistic Trace Analysis' own results (microseconds), per trace and variant, to 1e-6 relative. */
interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}
interface Reference {
  readonly ranks: readonly number[];
  readonly results: {
    readonly get_temporal_breakdown?: { readonly value: Table | null };
    readonly get_gpu_kernel_breakdown_all?: {
      readonly value: { readonly kernel_type: Table; readonly kernels: Table } | null;
    };
  };
}

const VARIANTS: Readonly<Record<string, HtaOptions>> = { '': {}, '.last': { lastStep: true } };

const tracesOf = (key: string): readonly string[] => {
  const folder = sharedPath('traces', key);
  if (existsSync(folder)) return readdirSync(folder).map((name) => join(folder, name));
  return [existsSync(`${folder}.json`) ? `${folder}.json` : `${folder}.json.gz`];
};

const close = (
  seconds: number | undefined,
  microseconds: number | string | null | undefined,
  what: string,
): void => {
  assert.ok(
    seconds !== undefined && typeof microseconds === 'number',
    `${what}: ${seconds} and ${microseconds}`,
  );
  const ours = seconds * 1e6;
  assert.ok(
    Math.abs(ours - microseconds) <= 1e-6 * Math.abs(microseconds) + 1e-9,
    `${what}: ${ours}, HTA ${microseconds}`,
  );
};

const compareTemporal = (selection: Selection, row: Table['rows'][number] | undefined): void => {
  const ours = temporal.run(selection);
  const [, idle, compute, nonCompute, kernelTime] = row ?? [];
  close(ours?.idle, idle, 'idle');
  close(ours?.compute, compute, 'compute');
  close(ours?.nonCompute, nonCompute, 'non-compute');
  close(ours?.kernelTime, kernelTime, 'kernel time');
};

const compareKernels = (selection: Selection, rows: Table['rows']): void => {
  const ours = new Map((kernels.run(selection) ?? []).map((row) => [`${row.type} ${row.name}`, row]));
  assert.equal(ours.size, rows.length);
  for (const [name, sum, max, min, stddev, mean, type] of rows) {
    const row = ours.get(`${type} ${name}`);
    close(row?.sum, sum, `${name}: sum`);
    close(row?.max, max, `${name}: max`);
    close(row?.min, min, `${name}: min`);
    close(row?.mean, mean, `${name}: mean`);
    close(row?.stddev, stddev ?? 0, `${name}: stddev`);
  }
};

const skip = skipUnlessShared('reference', 'hta');
const files = skip === false ? readdirSync(sharedPath('reference', 'hta')).sort() : [];

test('breakdowns equal those of HTA', { skip }, async (suite) => {
  for (const file of files) {
    const [, key, variant] = /^(?!diff__)(.*?)(\.last|)\.json$/.exec(file) ?? [];
    const options = variant === undefined ? undefined : VARIANTS[variant];
    if (key === undefined || options === undefined || key.endsWith('.nsraw')) continue;
    await suite.test(file, async () => {
      const reference = JSON.parse(readFileSync(sharedPath('reference', 'hta', file), 'utf8')) as Reference;
      const breakdown = reference.results.get_temporal_breakdown?.value;
      const table = reference.results.get_gpu_kernel_breakdown_all?.value;
      const types = new Map<string, number>();
      for (const path of tracesOf(key)) {
        const trace = await readTrace(openBytes(path));
        const rank = reference.ranks.length === 1 ? reference.ranks[0] : trace.metadata.distributed?.rank;
        const selection = asHta(trace, options);
        // HTA has no temporal breakdown of traces without device events.
        if (breakdown)
          compareTemporal(
            selection,
            breakdown.rows.find(([of]) => of === rank),
          );
        if (table)
          compareKernels(
            selection,
            table.kernels.rows.filter((row) => row[7] === rank),
          );
        for (const { type, seconds } of kernelTypes.run(selection) ?? []) {
          types.set(type, (types.get(type) ?? 0) + seconds);
        }
      }
      for (const [type, sum] of table?.kernel_type.rows ?? [])
        close(types.get(String(type)), sum, String(type));
    });
  }
});
