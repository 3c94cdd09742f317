import type { OperatorCategory } from '../workload/category';
import type { Dtype } from '../workload/dtype';
import { kernelClassifier, operatorClassifier } from './categories/classify';
import type { Trace } from './columns';
import { linkTrace } from './link';
import { firstDtype, matrixFlops } from './matrix-work';
import { operationType } from './operation-type';
import { isDeviceWork, SliceKind } from './slice-kind';

/** Totals of all calls with one name and category, over all traces. */
export interface MeasuredRow {
  readonly name: string;
  readonly category: OperatorCategory;
  readonly count: number;
  /** Own time: without that of operators inside. Absent for kernels. */
  readonly hostNanoseconds?: number;
  /** Sum of the kernels' times. Absent where none was launched. */
  readonly deviceNanoseconds?: number;
  /** Of these, kernels launched before the recording began. Absent where there are none. */
  readonly earlierNanoseconds?: number;
  /** Absent where the shapes of any call are not known. */
  readonly flops?: number;
  /** Absent where calls differ. */
  readonly dtype?: Dtype;
}

interface Totals {
  count: number;
  host: number | undefined;
  device: number | undefined;
  earlier: number;
  flops: number | undefined;
  dtype: Dtype | undefined;
  mixed: boolean;
}

class Rows {
  readonly #rows = new Map<
    string,
    { readonly name: string; readonly category: OperatorCategory; totals: Totals }
  >();

  at(name: string, category: OperatorCategory): Totals {
    const key = `${category} ${name}`;
    let row = this.#rows.get(key);
    if (row === undefined) {
      const totals = {
        count: 0,
        host: undefined,
        device: undefined,
        earlier: 0,
        flops: 0,
        dtype: undefined,
        mixed: false,
      };
      row = { name, category, totals };
      this.#rows.set(key, row);
    }
    return row.totals;
  }

  /** Longest device time first, then longest host time. */
  done(): readonly MeasuredRow[] {
    return [...this.#rows.values()]
      .map(({ name, category, totals }) => ({
        name,
        category,
        count: totals.count,
        ...(totals.host === undefined ? {} : { hostNanoseconds: totals.host }),
        ...(totals.device === undefined ? {} : { deviceNanoseconds: totals.device }),
        ...(totals.earlier === 0 ? {} : { earlierNanoseconds: totals.earlier }),
        ...(totals.flops === undefined || totals.flops === 0 ? {} : { flops: totals.flops }),
        ...(totals.dtype === undefined || totals.mixed ? {} : { dtype: totals.dtype }),
      }))
      .sort(
        (a, b) =>
          (b.deviceNanoseconds ?? 0) - (a.deviceNanoseconds ?? 0) ||
          (b.hostNanoseconds ?? 0) - (a.hostNanoseconds ?? 0),
      );
  }
}

/** Device work by kernel name. */
export const kernelRows = (traces: readonly Trace[]): readonly MeasuredRow[] => {
  const rows = new Rows();
  const categoryOf = kernelClassifier();
  for (const { slices, strings, metadata } of traces) {
    const isTimed = metadata.untimed === undefined;
    const byName = new Map<number, Totals>();
    for (let row = 0; row < slices.length; row++) {
      if (!isDeviceWork(slices.kind[row] ?? 0)) continue;
      const name = slices.name[row] ?? 0;
      let totals = byName.get(name);
      if (totals === undefined) {
        const text = strings.text(name);
        byName.set(name, (totals = rows.at(text, categoryOf(text))));
      }
      totals.count++;
      if (isTimed) totals.device = (totals.device ?? 0) + (slices.duration[row] || 0);
    }
  }
  return rows.done();
};

/**
 * Operators by name and category, with the device time of the kernels that they themselves launched, and kernels that no
 * operator launched by their own names. An operator that no rule knows (a compiled region) has the category of its kernels.
 */
export const operatorRows = (traces: readonly Trace[]): readonly MeasuredRow[] => {
  const rows = new Rows();
  const byOperator = operatorClassifier();
  const byKernel = kernelClassifier();
  for (const trace of traces) addTrace(trace, rows, byOperator, byKernel);
  return rows.done();
};

type Classify = (name: string) => OperatorCategory;

const addTrace = (trace: Trace, rows: Rows, byOperator: Classify, byKernel: Classify): void => {
  const { slices, strings } = trace;
  const links = linkTrace(trace);
  const timed = trace.metadata.untimed === undefined;
  const categories = categoriesByKernels(trace, byOperator, byKernel);
  const own = ownHostTime(trace, links.parent);
  const began = firstLaunched(trace, links.launcher);
  const usual = { operator: new Map<number, Totals>(), kernel: new Map<number, Totals>() };
  /** The totals of a row's name under its usual category; texts are looked at once a name. */
  const totalsOf = (table: Map<number, Totals>, row: number, classify: Classify): Totals => {
    const name = slices.name[row] ?? 0;
    let totals = table.get(name);
    if (totals === undefined) {
      const operation = slices.args.operation.get(row);
      const text = strings.text(name);
      const category =
        operation === undefined ? classify(text) : ofOperation(strings.text(operation), byOperator, byKernel);
      totals = rows.at(text, slices.args.collective.has(row) ? 'communication' : category);
      table.set(name, totals);
    }
    return totals;
  };
  const operatorTotals = (row: number): Totals => {
    const category = categories.get(row);
    return category === undefined
      ? totalsOf(usual.operator, row, byOperator)
      : rows.at(strings.text(slices.name[row] ?? 0), category);
  };
  for (let row = 0; row < slices.length; row++) {
    const kind = slices.kind[row] ?? 0;
    if (kind === SliceKind.operator) {
      const totals = operatorTotals(row);
      totals.count++;
      if (timed) totals.host = (totals.host ?? 0) + (own[row] ?? 0);
      addWork(totals, trace, row);
    } else if (isDeviceWork(kind)) {
      const operator = links.operator[row] ?? -1;
      const totals = operator < 0 ? totalsOf(usual.kernel, row, byKernel) : operatorTotals(operator);
      if (operator < 0) totals.count++;
      const duration = slices.duration[row] || 0;
      if (timed) totals.device = (totals.device ?? 0) + duration;
      if ((links.launcher[row] ?? -1) < 0 && (slices.start[row] ?? 0) < began) totals.earlier += duration;
    }
  }
};

/**
 * XLA calls its operations on a host as those on its devices; ONNX Runtime and TensorFlow ("Gelu/mul:Mul") have names of
 * their own, more like those of kernels than like PyTorch's.
 */
const ofOperation = (operation: string, byOperator: Classify, byKernel: Classify): OperatorCategory => {
  const type = operationType(operation);
  const category = byKernel(type);
  return category === 'other' ? byOperator(type) : category;
};

/**
 * Start of the first device work whose launch was recorded: a device that is behind its host works off what was launched
 * before the recording began until then. -Infinity where no launch was recorded.
 */
const firstLaunched = ({ slices }: Trace, launcher: Int32Array): number => {
  let first = Infinity;
  for (let row = 0; row < slices.length; row++)
    if (isDeviceWork(slices.kind[row] ?? 0) && (launcher[row] ?? -1) >= 0)
      first = Math.min(first, slices.start[row] ?? Infinity);
  return first === Infinity ? -Infinity : first;
};

/** The category of operators that no rule knows: that of the kernels which take most of their device time. */
const categoriesByKernels = (
  trace: Trace,
  byOperator: Classify,
  byKernel: Classify,
): ReadonlyMap<number, OperatorCategory> => {
  const { slices, strings } = trace;
  const { operator } = linkTrace(trace);
  const times = new Map<number, Map<OperatorCategory, number>>();
  const unknown = new Map<number, boolean>();
  const isUnknown = (name: number): boolean => {
    let answer = unknown.get(name);
    if (answer === undefined) unknown.set(name, (answer = byOperator(strings.text(name)) === 'other'));
    return answer;
  };
  for (let row = 0; row < slices.length; row++) {
    const launched = operator[row] ?? -1;
    if (launched < 0 || !isUnknown(slices.name[launched] ?? 0)) continue;
    const category = byKernel(strings.text(slices.name[row] ?? 0));
    const byCategory = times.get(launched) ?? new Map<OperatorCategory, number>();
    byCategory.set(category, (byCategory.get(category) ?? 0) + (slices.duration[row] || 0));
    times.set(launched, byCategory);
  }
  return new Map(
    [...times].map(
      ([row, byCategory]) => [row, [...byCategory].reduce((a, b) => (b[1] > a[1] ? b : a))[0]] as const,
    ),
  );
};

/** Durations without those of the operators directly inside; never below 0, because writers round. */
const ownHostTime = ({ slices }: Trace, parent: Int32Array): Float64Array => {
  const own = new Float64Array(slices.length);
  for (let row = 0; row < slices.length; row++) {
    if (slices.kind[row] !== SliceKind.operator) continue;
    const duration = slices.duration[row] || 0;
    own[row] = (own[row] ?? 0) + duration;
    const around = parent[row] ?? -1;
    if (around >= 0) own[around] = (own[around] ?? 0) - duration;
  }
  return own.map((time) => Math.max(0, time));
};

const addWork = (totals: Totals, trace: Trace, row: number): void => {
  const { inputDims, inputTypes } = trace.slices.args;
  if (totals.flops !== undefined) {
    const work = worksOf(trace).flops(trace.slices.name[row] ?? 0, inputDims.or(row, 0));
    totals.flops = work === undefined ? undefined : totals.flops + work;
  }
  const dtype = worksOf(trace).dtype(inputTypes.or(row, 0));
  if (dtype === undefined) return;
  if (totals.dtype !== undefined && totals.dtype !== dtype) totals.mixed = true;
  totals.dtype = dtype;
};

interface Works {
  readonly flops: (name: number, dims: number) => number | undefined;
  readonly dtype: (types: number) => Dtype | undefined;
}

/** What shapes and types say, read once for each text. */
const worksOf = (trace: Trace): Works => {
  const known = works.get(trace);
  if (known !== undefined) return known;
  const { strings } = trace;
  const once = <T>(read: (id: number) => T): ((id: number) => T) => {
    const found = new Map<number, T>();
    return (id) => {
      const before = found.get(id);
      if (before !== undefined || found.has(id)) return before as T;
      const value = read(id);
      found.set(id, value);
      return value;
    };
  };
  const byDims = once((name) => once((dims: number) => matrixFlops(strings.text(name), strings.text(dims))));
  const made: Works = {
    flops: (name, dims) => byDims(name)(dims),
    dtype: once((types) => firstDtype(strings.text(types))),
  };
  works.set(trace, made);
  return made;
};

const works = new WeakMap<Trace, Works>();
