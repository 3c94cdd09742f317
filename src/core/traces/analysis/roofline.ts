import type { Dtype } from '../../workload/dtype';
import type { Analysis } from './analysis';
import { operatorTree } from './operator-tree';
import { operatorNodes } from './operators';
import { isProduct, workOf } from './operator-work';
import type { Work } from './operator-work';
import { inSeconds } from './selection';
import type { Selection } from './selection';

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

/**
 * Achieved FLOP/s of every product whose shapes the trace has: matrix products, convolutions and attention. Where
 * one product calls another, only the outer counts.
 */
const run = (selection: Selection): readonly RooflineReport[] | undefined => {
  const tree = operatorTree(selection);
  const { args, name } = selection.trace.slices;
  const { strings } = selection.trace;
  const isOperator = operatorNodes(selection);
  const works = new Map<string, Work | undefined>();
  const counted = new Uint8Array(tree.length);
  const sums = new Map<string, { row: number; work: Work; calls: number; device: number; host: number }>();
  const products = new Map<number, boolean>();
  const couldBeProduct = (id: number): boolean => {
    let known = products.get(id);
    if (known === undefined) products.set(id, (known = isProduct(strings.text(id))));
    return known;
  };
  for (let node = 0; node < tree.length; node++) {
    const parent = tree.parent[node] ?? -1;
    if (parent >= 0 && counted[parent] === 1) {
      counted[node] = 1;
      continue;
    }
    const row = tree.row[node] ?? 0;
    if (!couldBeProduct(name[row] ?? 0) || !isOperator(tree, node)) continue;
    const dims = args.inputDims.or(row, 0);
    if (dims === 0) continue;
    const [types, concrete] = [args.inputTypes.or(row, 0), args.concreteInputs.or(row, 0)];
    const key = `${name[row] ?? 0} ${dims} ${types} ${concrete}`;
    if (!works.has(key))
      works.set(
        key,
        workOf(strings.text(name[row] ?? 0), {
          dims: strings.text(dims),
          types: strings.text(types),
          concrete: strings.text(concrete),
        }),
      );
    const work = works.get(key);
    if (work === undefined) continue;
    counted[node] = 1;
    const group = `${name[row] ?? 0} ${dims} ${types} ${work.flops}`;
    const sum = sums.get(group) ?? { row, work, calls: 0, device: 0, host: 0 };
    sums.set(group, sum);
    sum.calls++;
    sum.device += tree.deviceTotal[node] ?? 0;
    sum.host += tree.hostTotal[node] ?? 0;
  }
  const onDevice = selection.device.length > 0;
  const rows = [...sums.values()].flatMap(({ row, work, calls, device, host }) => {
    const seconds = inSeconds(onDevice ? device : host);
    if (!(seconds > 0)) return [];
    const [flops, bytes] = [work.flops * calls, work.bytes * calls];
    return [
      {
        ...work,
        flops,
        bytes,
        name: strings.text(name[row] ?? 0),
        inputShapes: strings.text(args.inputDims.or(row, 0)),
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
