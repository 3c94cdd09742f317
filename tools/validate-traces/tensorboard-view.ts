import { communicationRows } from '../../src/core/traces/analysis/messages';
import { rowsUpTo } from '../../src/core/traces/analysis/rows';
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
  /** No call into the runtime has an external id other than its correlation. */
  readonly hasOnlyCorrelations: boolean;
  readonly hasOperators: boolean;
  /** The first event of each kind that it overlooks, in words; absent where the trace has none. */
  readonly overlooked: {
    readonly driver?: string;
    readonly library?: string;
    readonly tensorCores?: string;
    readonly mtia?: string;
    readonly call?: string;
    readonly callWithoutId?: string;
  };
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

/** An event in words, and how many there are like it. */
const example = ({ slices, strings }: Trace, rows: Iterable<number>): string | undefined => {
  const [first, ...more] = rows;
  if (first === undefined) return undefined;
  const { correlation, externalId } = slices.args;
  const ids = [
    ...(correlation.has(first) ? [`correlation ${correlation.get(first)}`] : []),
    ...(externalId.has(first) ? [`external id ${externalId.get(first)}`] : []),
  ];
  const name = strings.text(slices.name[first] ?? 0).slice(0, 60);
  return `${[name, ...ids].join(', ')}${more.length === 0 ? '' : ` (and ${more.length} more)`}`;
};

export const asThePlugin = (trace: Trace): PluginView => {
  const { slices, strings } = trace;
  const categories = ['cuda_driver', 'mtia_ccp_events', 'mtia_workloadd'].map((name) => strings.find(name));
  const overlooked = new Set(categories);
  const kind = slices.kind.map((of, row) => {
    if (overlooked.has(slices.category[row])) return SliceKind.other;
    return of === SliceKind.deviceAnnotation ? SliceKind.annotation : of;
  });
  const whole = wholeTrace(trace);
  const withoutDriver = wholeTrace({ ...trace, slices: { ...slices, kind } });
  const libraryRows = communicationRows(whole);
  const libraries = new Set(libraryRows.map((row) => slices.name[row] ?? 0));
  const isLater = (row: number): boolean =>
    LATER_NAMES.some((part) => strings.text(slices.name[row] ?? 0).includes(part));
  const calls = withoutDriver.host.filter((row) => kind[row] === SliceKind.runtime);
  const { externalId, correlation } = slices.args;
  const withoutId = calls.filter((row) => !externalId.has(row));
  const ofCategory = (name: string): Uint32Array => {
    const id = strings.find(name);
    return id === undefined
      ? new Uint32Array(0)
      : rowsUpTo(slices.length).filter((row) => slices.category[row] === id);
  };
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
    hasOnlyCorrelations: calls.every((row) =>
      [NaN, correlation.or(row, NaN)].includes(externalId.or(row, NaN)),
    ),
    hasOperators: slices.kind.includes(SliceKind.operator),
    overlooked: defined({
      driver: example(trace, ofCategory('cuda_driver')),
      library: example(trace, libraryRows),
      tensorCores: example(trace, whole.device.filter(isLater)),
      mtia: example(trace, ofCategory('mtia_ccp_events')),
      call: example(trace, calls),
      callWithoutId: example(trace, withoutId),
    }),
    callsWithoutExternalId:
      withoutId.reduce((sum, row) => sum + (whole.end[row] ?? 0) - (whole.start[row] ?? 0), 0) / 1e9,
  };
};

const defined = <Key extends string>(
  texts: Readonly<Record<Key, string | undefined>>,
): Partial<Record<Key, string>> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)) as Partial<
    Record<Key, string>
  >;
