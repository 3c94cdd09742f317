import type { TracedOperator } from '../../traces/analysis/operators';
import type { RooflineReport } from '../../traces/analysis/roofline';
import { formatCount, formatQuantity } from '../../units/format';
import type { CodePlace } from '../../traces/source-places';
import { count, number, placed, quantity, text } from '../cells';
import type { Cell } from '../document';
import { tableOf, usesDevice } from '../documents/analyses/blocks';
import { firstRows, note } from './limits';
import type { PageBlock, PageMaker, TreeBlock } from './page';
import { timeCells, timeColumns } from './times';

/** Where operators are called. */
type Sites = ReadonlyMap<string, readonly CodePlace[]>;

/** Under each operator. */
const MOST_SHAPES = 20;

const tree = (operators: readonly TracedOperator[], sites: Sites): TreeBlock => {
  const onDevice = usesDevice(operators);
  const cells = (name: Cell, times: Omit<TracedOperator, 'name' | 'shapes'>): readonly Cell[] => [
    ...timeCells(name, times, onDevice),
    ...(onDevice ? [quantity(times.tensorCoreSelf, 's')] : []),
  ];
  return {
    kind: 'tree',
    heading: 'Self and total times of operators, by the shapes of their inputs',
    columns: [...timeColumns('Operator', onDevice), ...(onDevice ? [number('On tensor cores', 's')] : [])],
    roots: operators.map(({ name, shapes, ...times }) => ({
      cells: cells(placed(name, sites.get(name)), times),
      children: shapes.some(({ inputShapes }) => inputShapes !== undefined)
        ? shapes.slice(0, MOST_SHAPES).map(({ inputShapes, ...own }) => ({
            cells: cells(inputShapes ?? 'no shapes', own),
            children: [],
          }))
        : [],
    })),
  };
};

const operatorBlocks = (operators: readonly TracedOperator[], sites: Sites): readonly PageBlock[] => {
  const { shown, notes } = firstRows(operators, 'operators', 500);
  const cut = shown.filter(({ shapes }) => shapes.length > MOST_SHAPES).length;
  return [
    tree(shown, sites),
    ...notes,
    ...(cut === 0
      ? []
      : [
          note(
            `${formatCount(cut)} operators have more than ${MOST_SHAPES} shapes; their ${MOST_SHAPES} largest are listed.`,
          ),
        ]),
  ];
};

const productBlocks = (products: readonly RooflineReport[]): readonly PageBlock[] => {
  const { shown, notes } = firstRows(products, 'products');
  const flops = products.reduce((sum, product) => sum + product.flops, 0);
  const seconds = products.reduce((sum, product) => sum + product.seconds, 0);
  return [
    note(
      `Products whose shapes are known do ${formatQuantity(flops, 'flop')} in ${formatQuantity(seconds, 's')}` +
        `${seconds > 0 ? `: ${formatQuantity(flops / seconds, 'flop/s')}` : ''}.`,
    ),
    {
      heading: 'What matrix products, convolutions and attention achieve',
      ...tableOf(
        shown,
        [text('Operator'), ({ name }) => name],
        [text('Input shapes'), ({ inputShapes }) => inputShapes],
        [text('Format'), ({ dtype }) => dtype ?? 'unknown'],
        [number('Calls'), ({ calls }) => count(calls)],
        [number('Time', 's'), (row) => quantity(row.seconds, 's')],
        [number('FLOPs', 'flop'), (row) => quantity(row.flops, 'flop')],
        [number('Achieved', 'flop/s'), ({ flopsPerSecond }) => quantity(flopsPerSecond, 'flop/s')],
        [number('FLOPs a byte'), ({ intensity }) => count(intensity)],
      ),
    },
    ...notes,
  ];
};

export const operatorsPage: PageMaker = {
  id: 'operators',
  analyses: ['operators', 'roofline', 'sourceLines'],
  blocks: ({ operators, roofline, sourceLines }, { without }) => [
    ...(operators === undefined
      ? [note('The trace has no operators of a framework.')]
      : operatorBlocks(operators, new Map(sourceLines?.operators.map(({ name, places }) => [name, places])))),
    ...(roofline === undefined ? [note(without('shapes'))] : productBlocks(roofline)),
  ],
};
