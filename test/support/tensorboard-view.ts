import { kernelTypes, KernelType } from '../../src/core/traces/analysis/kernel-type';
import type { Selection } from '../../src/core/traces/analysis/selection';
import { LATER_NAMES } from '../../src/core/traces/analysis/tensor-cores';
import { wholeTrace } from '../../src/core/traces/analysis/windows/all';
import type { Slices, Trace } from '../../src/core/traces/columns';
import { NumberColumn } from '../../src/core/traces/columns/number-column';
import { SliceKind } from '../../src/core/traces/slice-kind';

/**
 * A trace as it is, and as the TensorBoard plugin sees it: where our numbers differ from its, ours of the trace
 * without what it overlooks must be its numbers.
 */
export interface PluginView {
  readonly whole: Selection;
  /** It takes no notice of `cuda_driver` and of MTIA's kernels, and takes the device's copies of annotations for annotations. */
  readonly withoutDriver: Selection;
  /** Nor does it look for the operator around a call whose external id is no operator's, or only happens to be one's. */
  readonly withoutCallers: Selection;
  /** Nor does it know communication kernels by their names. */
  readonly withoutLibraries: Selection;
  readonly hasDriverLaunches: boolean;
  /** No call into the runtime has an external id other than its correlation. */
  readonly hasOnlyCorrelations: boolean;
  readonly hasLibraryKernels: boolean;
  readonly hasLaterTensorCoreKernels: boolean;
  readonly hasOperators: boolean;
  readonly hasMtia: boolean;
  /** Seconds. */
  readonly callsWithoutExternalId: number;
}

/** The same events with external ids that are believed: none is that of its own correlation, and no call is without one. */
const believingExternalIds = (slices: Slices): Slices => {
  const [correlation, externalId] = [new NumberColumn(), new NumberColumn()];
  for (let row = 0; row < slices.length; row++) {
    correlation.set(row, slices.args.correlation.or(row, NaN) + 0.5);
    externalId.set(row, slices.args.externalId.or(row, slices.kind[row] === SliceKind.runtime ? -1 : NaN));
  }
  return { ...slices, args: { ...slices.args, correlation, externalId } };
};

export const asThePlugin = (trace: Trace): PluginView => {
  const { slices, strings } = trace;
  const driver = strings.find('cuda_driver');
  const overlooked = new Set(
    ['cuda_driver', 'mtia_ccp_events', 'mtia_workloadd'].map((category) => strings.find(category)),
  );
  const kind = slices.kind.map((of, row) => {
    if (overlooked.has(slices.category[row])) return SliceKind.other;
    return of === SliceKind.deviceAnnotation ? SliceKind.annotation : of;
  });
  const whole = wholeTrace(trace);
  const withoutDriver = wholeTrace({ ...trace, slices: { ...slices, kind } });
  const typeOf = kernelTypes(whole);
  const libraries = new Set(
    Array.from(whole.device)
      .filter((row) => typeOf(row) === KernelType.communication)
      .map((row) => slices.name[row] ?? 0),
  );
  const names = Array.from(new Set(Array.from(whole.device, (row) => slices.name[row] ?? 0)), (id) =>
    strings.text(id),
  );
  const calls = withoutDriver.host.filter(
    (row) => kind[row] === SliceKind.runtime && !slices.args.externalId.has(row),
  );
  return {
    whole,
    withoutDriver,
    withoutCallers: wholeTrace({ ...trace, slices: believingExternalIds({ ...slices, kind }) }),
    withoutLibraries: wholeTrace({
      ...trace,
      slices: { ...slices, kind },
      strings: {
        size: strings.size,
        find: (text) => strings.find(text),
        text: (id) => (libraries.has(id) ? 'a kernel' : strings.text(id)),
      },
    }),
    hasDriverLaunches: driver !== undefined,
    hasOnlyCorrelations: withoutDriver.host.every(
      (row) =>
        kind[row] !== SliceKind.runtime ||
        [NaN, slices.args.correlation.or(row, NaN)].includes(slices.args.externalId.or(row, NaN)),
    ),
    hasLibraryKernels: libraries.size > 0,
    hasLaterTensorCoreKernels: names.some((name) => LATER_NAMES.some((part) => name.includes(part))),
    hasOperators: slices.kind.includes(SliceKind.operator),
    hasMtia: strings.find('mtia_ccp_events') !== undefined,
    callsWithoutExternalId:
      calls.reduce((sum, row) => sum + (whole.end[row] ?? 0) - (whole.start[row] ?? 0), 0) / 1e9,
  };
};
