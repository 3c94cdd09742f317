import { kernelTypes, KernelType } from '../../src/core/traces/analysis/kernel-type';
import type { Selection } from '../../src/core/traces/analysis/selection';
import { LATER_NAMES } from '../../src/core/traces/analysis/tensor-cores';
import { wholeTrace } from '../../src/core/traces/analysis/windows/all';
import type { Trace } from '../../src/core/traces/columns';
import { SliceKind } from '../../src/core/traces/slice-kind';

/**
 * A trace as it is, and as the TensorBoard plugin sees it: where our numbers differ from its, ours of the trace
 * without what it overlooks must be its numbers.
 */
export interface PluginView {
  readonly whole: Selection;
  /** It takes no notice of `cuda_driver` and of MTIA's kernels, and takes the device's copies of annotations for annotations. */
  readonly withoutDriver: Selection;
  /** Nor does it know communication kernels by their names. */
  readonly withoutLibraries: Selection;
  readonly hasDriverLaunches: boolean;
  readonly hasLibraryKernels: boolean;
  readonly hasLaterTensorCoreKernels: boolean;
  readonly hasOperators: boolean;
  readonly hasMtia: boolean;
  /** Seconds. */
  readonly callsWithoutExternalId: number;
}

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
    hasLibraryKernels: libraries.size > 0,
    hasLaterTensorCoreKernels: names.some((name) => LATER_NAMES.some((part) => name.includes(part))),
    hasOperators: slices.kind.includes(SliceKind.operator),
    hasMtia: strings.find('mtia_ccp_events') !== undefined,
    callsWithoutExternalId:
      calls.reduce((sum, row) => sum + (whole.end[row] ?? 0) - (whole.start[row] ?? 0), 0) / 1e9,
  };
};
