import type { Accelerator } from '../hardware/accelerator';
import { type Peaks, type RooflinePlace, type RooflineReport, underRoof } from '../traces/analysis/roofline';
import type { TrafficRow } from '../traces/analysis/traffic';
import { operatorClassifier } from '../traces/categories/classify';
import type { OperatorCategory } from '../workload/category';
import { DTYPES, type Dtype } from '../workload/dtype';

/** A product with its place under the device's roof, where the device and the format are known. */
export type PlacedProduct = RooflineReport & Partial<Pick<RooflinePlace, 'mfu' | 'bound' | 'ofRoof'>>;

/** All products of one class of kernels: where they stand together under the roof. */
export interface RooflineClass {
  readonly category: OperatorCategory;
  readonly seconds: number;
  readonly flops: number;
  readonly bytes: number;
  readonly flopsPerSecond: number;
  /** flops / bytes. */
  readonly intensity?: number;
  /** Achieved over peak, weighted by time: the sum of each product's time at its own format's peak over the time it took. */
  readonly mfu?: number;
  readonly bound?: 'compute' | 'memory';
  readonly ofRoof?: number;
}

/** All operators of one class that move memory rather than compute, under the slope of the roof. */
export interface TrafficClass {
  readonly category: OperatorCategory;
  readonly seconds: number;
  /** At least; see `TrafficRow`. */
  readonly bytes: number;
  readonly bytesPerSecond: number;
  /** Of the device's memory bandwidth, at least. */
  readonly ofBandwidth: number;
}

/** The roof of the device that a trace was recorded on, and the classes of kernels under it. */
export interface TraceRoof {
  readonly accelerator: string;
  readonly bandwidth: number;
  /** FLOP/s by format. */
  readonly peaks: Peaks['flops'];
  readonly classes: readonly RooflineClass[];
  /** Classes bound by memory, where the shapes tell what they move; the most time first. */
  readonly moved: readonly TrafficClass[];
}

/** Peak rates of a part, dense; undefined where its memory bandwidth is not known. */
export const peaksOf = ({ peak, memory }: Accelerator): Peaks | undefined => {
  const bandwidth = memory.bandwidth?.value;
  if (bandwidth === undefined) return undefined;
  const flops: Partial<Record<Dtype, number>> = {};
  for (const dtype of DTYPES) {
    const rate = peak[dtype]?.value;
    if (rate !== undefined) flops[dtype] = rate;
  }
  return { flops, bandwidth };
};

/**
 * The product under the roof. Single precision faster than its peak ran on tensor cores in TF32, as frameworks may choose.
 */
const placed = (row: RooflineReport, peaks: Peaks): RooflinePlace | undefined => {
  const place = underRoof(row, peaks);
  if (place === undefined || row.dtype !== 'fp32' || place.mfu <= 1) return place;
  return underRoof({ ...row, dtype: 'tf32' }, peaks) ?? place;
};

export const placeProducts = (
  rows: readonly RooflineReport[],
  peaks: Peaks | undefined,
): readonly PlacedProduct[] =>
  rows.map((row) => {
    const place = peaks === undefined || !row.onDevice ? undefined : placed(row, peaks);
    return place === undefined ? row : { ...row, mfu: place.mfu, bound: place.bound, ofRoof: place.ofRoof };
  });

/** Classes by the names of their operators, the most time first. */
export const roofOf = (
  part: Accelerator,
  rows: readonly PlacedProduct[],
  traffic: readonly TrafficRow[] = [],
): TraceRoof | undefined => {
  const peaks = peaksOf(part);
  if (peaks === undefined) return undefined;
  const categoryOf = operatorClassifier();
  const groups = new Map<OperatorCategory, PlacedProduct[]>();
  for (const row of rows) {
    if (!row.onDevice) continue;
    const category = categoryOf(row.name);
    groups.set(category, [...(groups.get(category) ?? []), row]);
  }
  const classes = [...groups].map(([category, members]) => classOf(category, members));
  return {
    accelerator: part.id,
    bandwidth: peaks.bandwidth,
    peaks: peaks.flops,
    classes: classes.sort((a, b) => b.seconds - a.seconds),
    moved: movedOf(traffic, peaks.bandwidth),
  };
};

const movedOf = (rows: readonly TrafficRow[], bandwidth: number): readonly TrafficClass[] => {
  const categoryOf = operatorClassifier();
  const sums = new Map<OperatorCategory, { seconds: number; bytes: number }>();
  for (const row of rows) {
    if (!row.onDevice) continue;
    // Copies and sets by themselves have no shapes.
    const category = row.inputShapes === undefined ? 'memory' : categoryOf(row.name);
    const sum = sums.get(category) ?? { seconds: 0, bytes: 0 };
    sums.set(category, sum);
    sum.seconds += row.seconds;
    sum.bytes += row.bytes;
  }
  return [...sums]
    .map(([category, { seconds, bytes }]) => ({
      category,
      seconds,
      bytes,
      bytesPerSecond: bytes / seconds,
      ofBandwidth: bytes / seconds / bandwidth,
    }))
    .sort((a, b) => b.seconds - a.seconds);
};

const classOf = (category: OperatorCategory, rows: readonly PlacedProduct[]): RooflineClass => {
  const sum = (of: (row: PlacedProduct) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const seconds = sum((row) => row.seconds);
  const [flops, bytes] = [sum((row) => row.flops), sum((row) => row.bytes)];
  const known = rows.filter(({ mfu }) => mfu !== undefined);
  const timeOfKnown = known.reduce((all, row) => all + row.seconds, 0);
  const weighted = (of: (row: PlacedProduct) => number): number =>
    known.reduce((all, row) => all + of(row) * row.seconds, 0) / timeOfKnown;
  const inMemory = weighted(({ bound }) => (bound === 'memory' ? 1 : 0));
  return {
    category,
    seconds,
    flops,
    bytes,
    flopsPerSecond: flops / seconds,
    ...(bytes > 0 ? { intensity: flops / bytes } : {}),
    ...(timeOfKnown > 0
      ? {
          mfu: weighted(({ mfu = 0 }) => mfu),
          bound: inMemory > 0.5 ? ('memory' as const) : ('compute' as const),
          ofRoof: weighted(({ ofRoof = 0 }) => ofRoof),
        }
      : {}),
  };
};
