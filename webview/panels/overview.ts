import type { Estimate, PhaseEstimate } from '../../src/core/estimate/estimate-types';
import { formatCount, formatQuantity } from '../../src/core/units/format';
import { rankTable } from '../../src/core/report/documents/rank-table';
import type { Finding } from '../../src/core/report/findings';
import type { PanelContent } from '../../src/protocol/panel-state';
import { createBarChart } from '../charts/bar-chart';
import type { ViewContext } from '../context';
import { h } from '../dom';
import { createTable } from '../table/table';
import type { Column } from '../table/table';
import { memoryBars } from './memory-bars';
import { canBeEstimated, estimateTiles, modelTiles, traceTiles } from './overview-tiles';
import { blockElement } from './page-blocks';
import type { Panel, PanelView } from './panel';
import { tileList } from './tiles';

const create = (context: ViewContext): PanelView => {
  const facts = h('p', { class: 'quiet' });
  const recordedTiles = h('dl', { class: 'tiles' });
  const whatIf = h('div');
  const tiles = h('dl', { class: 'tiles' });
  const findings = h('div');
  const recorded = h('div');
  const memory = createBarChart(context.theme);
  const ranks = h('div');
  const phases = createTable<PhaseEstimate>({
    id: 'phases',
    title: 'Phases, each over all its passes and the whole batch',
    saved: context.saved,
    empty: 'There is no estimate; why is said above.',
  });
  return {
    element: h(
      'div',
      {},
      facts,
      findings,
      recordedTiles,
      whatIf,
      tiles,
      recorded,
      memory.element,
      ranks,
      phases.element,
    ),
    whatIf,
    update: (content) => {
      facts.textContent = factsOf(content);
      recordedTiles.hidden = content.kind === 'model';
      recordedTiles.replaceChildren(...(content.kind === 'trace' ? tileList(traceTiles(content)) : []));
      const estimated = content.kind === 'model' ? modelTiles(content) : estimateTiles(content);
      tiles.replaceChildren(...tileList(estimated));
      tiles.hidden = estimated.length === 0;
      whatIf.hidden = !canBeEstimated(content);
      findings.replaceChildren(...(content.kind === 'trace' ? findingsOf(content.findings) : []));
      recorded.replaceChildren(
        ...(content.kind === 'trace'
          ? content.recorded.map((block) => blockElement(block, 'recorded', context))
          : []),
      );
      memory.update(memoryBars(content));
      ranks.replaceChildren(...ranksOf(content, context));
      const rows = content.estimate?.phases ?? [];
      phases.element.hidden = content.kind === 'trace' && rows.length === 0;
      phases.update(phaseColumns(rows), rows);
    },
  };
};

export const overviewPanel: Panel = { id: 'overview', title: 'Overview', kinds: ['model', 'trace'], create };

/** What one accelerator of each pipeline stage holds, where there are several. */
const ranksOf = ({ estimate }: PanelContent, context: ViewContext): readonly HTMLElement[] =>
  estimate?.memory?.ranks === undefined
    ? []
    : [blockElement(rankTable(estimate.memory.ranks), 'ranks', context)];

const factsOf = ({ inspection }: PanelContent): string =>
  inspection.kind === 'model'
    ? [
        inspection.name,
        `family ${inspection.family}`,
        `${formatCount(inspection.layers)} layers`,
        inspection.maxContext === undefined
          ? ''
          : `context up to ${formatCount(inspection.maxContext)} tokens`,
        `format ${inspection.format}`,
      ]
        .filter((part) => part !== '')
        .join(' · ')
    : `${formatQuantity(inspection.bytes, 'B')} · format ${inspection.format}`;

const findingsOf = (findings: readonly Finding[]): readonly HTMLElement[] =>
  findings.length === 0
    ? [h('p', {}, 'No rule finds anything that stands out in this trace.')]
    : [
        h('h2', {}, 'What stands out'),
        h(
          'ol',
          { class: 'findings' },
          ...findings.map(({ title, evidence }) =>
            h('li', {}, title, h('div', { class: 'quiet' }, evidence)),
          ),
        ),
      ];

const secondsOf = ({ secondsRange, seconds }: PhaseEstimate): string =>
  secondsRange.low === secondsRange.high
    ? formatQuantity(seconds, 's')
    : `${formatQuantity(secondsRange.low, 's')} – ${formatQuantity(secondsRange.high, 's')}`;

const boundName: Readonly<Record<Estimate['phases'][number]['bound'], string>> = {
  compute: 'compute',
  memory: 'memory bandwidth',
  network: 'network',
  launch: 'kernel launches',
};

/** A trace says nothing of operations and bytes. */
const phaseColumns = (rows: readonly PhaseEstimate[]): readonly Column<PhaseEstimate>[] =>
  PHASE_COLUMNS.filter(
    ({ id, value }) => (id !== 'flops' && id !== 'bytes') || rows.some((row) => value(row) !== undefined),
  );

const PHASE_COLUMNS: readonly Column<PhaseEstimate>[] = [
  { id: 'name', title: 'Phase', kind: 'text', value: ({ name }) => name, show: ({ name }) => name },
  {
    id: 'repeats',
    title: 'Passes',
    kind: 'number',
    value: ({ repeats }) => repeats,
    show: ({ repeats }) => formatCount(repeats),
  },
  {
    id: 'seconds',
    title: 'Time',
    kind: 'number',
    value: ({ seconds }) => seconds,
    show: ({ seconds }) => formatQuantity(seconds, 's'),
  },
  {
    id: 'range',
    title: 'Low – high',
    kind: 'number',
    value: ({ secondsRange }) => secondsRange.mid,
    show: secondsOf,
  },
  {
    id: 'joules',
    title: 'Energy',
    kind: 'number',
    value: ({ joules }) => joules,
    show: ({ joules }) => formatQuantity(joules, 'J'),
  },
  {
    id: 'flops',
    title: 'FLOPs',
    kind: 'number',
    value: ({ flops }) => flops,
    show: ({ flops }) => formatQuantity(flops, 'flop'),
  },
  {
    id: 'bytes',
    title: 'Bytes moved',
    kind: 'number',
    value: ({ bytes }) => bytes,
    show: ({ bytes }) => formatQuantity(bytes, 'B'),
  },
  {
    id: 'bound',
    title: 'Waits for',
    kind: 'text',
    value: ({ bound }) => boundName[bound],
    show: ({ bound }) => boundName[bound],
  },
];
