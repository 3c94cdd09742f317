import type { Dtype } from '../../workload/dtype';
import type { Analysis } from './analysis';
import { onOneLine } from './operator-inputs';
import { isProduct, workOf } from './operator-work';
import type { Work } from './operator-work';
import { inSeconds } from './selection';
import type { Selection } from './selection';
import { shapedOperators } from './shaped-operators';
import type { WorkRule } from './shaped-operators';

/** A product of one operator and shape. `flops`, `bytes` and `seconds` are sums over its calls. */
export interface RooflineReport extends Work {
  readonly name: string;
  readonly inputShapes: string;
  readonly calls: number;
  /** Device time of all that the calls launched; host time where the trace has no device events. */
  readonly seconds: number;
  readonly onDevice: boolean;
  readonly flopsPerSecond: number;
  /** flops / bytes; absent where the types are not known. */
  readonly intensity?: number;
}

/** What a device can do at most, in FLOP/s by format and bytes per second. */
export interface Peaks {
  readonly flops: Readonly<Partial<Record<Dtype, number>>>;
  readonly bandwidth: number;
}

export interface RooflinePlace extends RooflineReport {
  /** Achieved over peak FLOP/s. */
  readonly mfu: number;
  readonly bound: 'compute' | 'memory';
  /** Achieved over what the roof allows at this intensity. */
  readonly ofRoof: number;
}

const PRODUCT: WorkRule<Work> = { knows: isProduct, of: workOf, key: ({ flops }) => flops };

/**
 * Achieved FLOP/s of every product whose shapes the trace has: matrix products, convolutions and attention. Where
 * one product calls another, only the outer counts.
 */
const run = (selection: Selection): readonly RooflineReport[] | undefined => {
  const { args, name } = selection.trace.slices;
  const { strings } = selection.trace;
  const onDevice = selection.device.length > 0;
  const rows = shapedOperators(selection, PRODUCT).flatMap(({ row, work, calls, device, host }) => {
    const seconds = inSeconds(onDevice ? device : host);
    if (!(seconds > 0)) return [];
    const [flops, bytes] = [work.flops * calls, work.bytes * calls];
    return [
      {
        ...work,
        flops,
        bytes,
        name: strings.text(name[row] ?? 0),
        inputShapes: onOneLine(strings.text(args.inputDims.or(row, 0))),
        calls,
        seconds,
        onDevice,
        flopsPerSecond: flops / seconds,
        ...(bytes > 0 ? { intensity: flops / bytes } : {}),
      },
    ];
  });
  return rows.length === 0 ? undefined : rows.sort((a, b) => b.seconds - a.seconds);
};

/**
 * Under a device's roof (Williams, Waterman and Patterson, 2009): min(peak, intensity × bandwidth). Undefined where the
 * format or the intensity is not known.
 */
export const underRoof = (row: RooflineReport, { flops, bandwidth }: Peaks): RooflinePlace | undefined => {
  const peak = row.dtype === undefined ? undefined : flops[row.dtype];
  if (peak === undefined || row.intensity === undefined) return undefined;
  const roof = Math.min(peak, row.intensity * bandwidth);
  return {
    ...row,
    mfu: row.flopsPerSecond / peak,
    bound: roof < peak ? 'memory' : 'compute',
    ofRoof: row.flopsPerSecond / roof,
  };
};

export const roofline: Analysis<'roofline', readonly RooflineReport[]> = { id: 'roofline', run };
