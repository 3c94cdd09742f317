import {
  peaksOf,
  type PlacedProduct,
  placeProducts,
  roofOf,
  type TraceRoof,
} from '../../estimate/trace-roofline';
import type { Accelerator } from '../../hardware/accelerator';
import type { RooflineReport } from '../../traces/analysis/roofline';
import type { TrafficReport } from '../../traces/analysis/traffic';
import { formatCount, formatNumber, formatQuantity, formatShare } from '../../units/format';
import type { Dtype } from '../../workload/dtype';
import { productBlocks, roofBlocks } from '../documents/analyses/roofline';
import { analysisBlocks, headed } from '../documents/trace';
import { firstRows, note } from './limits';
import type { AboutTrace, PageBlock, PageMaker, ScatterBlock, ScatterPoint } from './page';

const NO_PART =
  'The device of the trace is not in the catalogue, or the trace does not tell it: nothing is said of a roof.';
/** More cannot be told apart. */
const MOST_POINTS = 200;

type Drawn = PlacedProduct & { readonly dtype: Dtype; readonly intensity: number };

const isDrawn = (row: PlacedProduct): row is Drawn =>
  row.onDevice && row.intensity !== undefined && row.dtype !== undefined && row.mfu !== undefined;

const pointOf = (row: Drawn): ScatterPoint => ({
  x: row.intensity,
  y: row.flopsPerSecond,
  front: false,
  detail:
    `${row.name} ${row.inputShapes}, ${row.dtype}: ${formatQuantity(row.flopsPerSecond, 'flop/s')} at ` +
    `${formatNumber(row.intensity)} FLOP/B, ${formatShare(row.ofRoof)} of the roof, ${formatQuantity(row.seconds, 's')}`,
});

/** The roof of a format: memory bandwidth up to the ridge, the peak after it. */
const roofLine = (
  dtype: Dtype,
  peak: number,
  bandwidth: number,
  [least, most]: readonly [number, number],
): ScatterBlock['series'][number] => {
  const ridge = peak / bandwidth;
  const at = (x: number): ScatterPoint => ({
    x,
    y: Math.min(peak, x * bandwidth),
    front: true,
    detail: `The roof of ${dtype} at ${formatNumber(x)} FLOP/B: ${formatQuantity(Math.min(peak, x * bandwidth), 'flop/s')}`,
  });
  return {
    name: `roof of ${dtype}`,
    points: [Math.min(least, ridge / 4), ridge, Math.max(most, ridge * 4)].map(at),
  };
};

const chart = (rows: readonly Drawn[], { peaks, bandwidth, accelerator }: TraceRoof): ScatterBlock => {
  const shown = rows.slice(0, MOST_POINTS);
  const formats = [...new Set(shown.map(({ dtype }) => dtype))];
  const reach = shown.reduce<readonly [number, number]>(
    ([least, most], { intensity }) => [Math.min(least, intensity), Math.max(most, intensity)],
    [Infinity, 0],
  );
  const inMemory = rows.filter(({ bound }) => bound === 'memory');
  const time = (of: readonly Drawn[]): number => of.reduce((sum, { seconds }) => sum + seconds, 0);
  const more = rows.length > shown.length ? ` The ${formatCount(shown.length)} longest are drawn.` : '';
  return {
    kind: 'scatter',
    title: `Products under the roof of ${accelerator}`,
    summary:
      `${formatCount(rows.length)} products by shape; ${formatShare(time(inMemory) / time(rows))} of their time is under the ` +
      `slope, where memory bandwidth is the limit, the rest under the flat roof of arithmetic.${more}`,
    x: { name: 'intensity', label: 'FLOP per byte' },
    y: { name: 'achieved', unit: 'flop/s', label: '' },
    joined: 'series',
    series: formats.flatMap((dtype) => [
      { name: dtype, points: shown.filter((row) => row.dtype === dtype).map(pointOf) },
      roofLine(dtype, peaks[dtype] ?? 0, bandwidth, reach),
    ]),
  };
};

const movedBlocks = (traffic: TrafficReport | undefined): readonly PageBlock[] => {
  if (traffic === undefined) return [];
  const { shown, notes } = firstRows(traffic.rows, 'operators');
  const blocks = analysisBlocks(
    { traffic: { ...traffic, rows: shown } },
    'traffic',
    'Operators that move memory rather than compute',
  );
  return [...blocks, ...notes];
};

/** By the part's name; ids are for the prompt. */
const namedRoof = (
  part: Accelerator,
  rows: readonly PlacedProduct[],
  traffic: TrafficReport | undefined,
): TraceRoof | undefined => {
  const roof = roofOf(part, rows, traffic?.rows);
  return roof === undefined ? undefined : { ...roof, accelerator: part.name };
};

const blocksOn = (
  products: readonly RooflineReport[],
  traffic: TrafficReport | undefined,
  { part, without }: AboutTrace,
): readonly PageBlock[] => {
  const rows = placeProducts(products, part === undefined ? undefined : peaksOf(part));
  const roof = part === undefined ? undefined : namedRoof(part, rows, traffic);
  const drawn = rows.filter(isDrawn);
  const { shown, notes } = firstRows(rows, 'products');
  return [
    ...(roof === undefined || drawn.length === 0 ? [] : [chart(drawn, roof)]),
    ...(roof === undefined || (drawn.length === 0 && roof.moved.length === 0)
      ? [note(NO_PART)]
      : roofBlocks(roof)),
    ...(rows.length === 0
      ? [note(without('shapes'))]
      : productBlocks(shown).map((block) => headed(block, 'Products by operator and shapes'))),
    ...notes,
    ...movedBlocks(traffic),
    note(
      'FLOPs are counted from the shapes, two for a multiply-add, attention as the full square; bytes are each input once and the ' +
        'output once, so that caches can only do better; a view that repeats its elements counts in full. MFU is achieved FLOP/s over ' +
        'the dense peak of the format.',
    ),
  ];
};

export const rooflinePage: PageMaker = {
  id: 'roofline',
  analyses: ['roofline', 'traffic'],
  blocks: ({ roofline, traffic }, about): readonly PageBlock[] =>
    roofline === undefined && traffic === undefined
      ? [note(about.without('shapes'))]
      : blocksOn(roofline ?? [], traffic, about),
};
