/** A flame graph on a canvas: by mouse, and by keys with what they reach read out. */
import type { FlameBlock } from '../../../src/core/report/pages/page';
import { formatCount, formatQuantity, formatShare } from '../../../src/core/units/format';
import { placeText } from '../../../src/core/report/cells';
import { codeLink } from '../../controls/code-link';
import type { ViewContext } from '../../context';
import { h } from '../../dom';
import { readPalette } from '../../theme/palette';
import { button, dropdown, textField } from '../../toolkit';
import { legend } from '../legend';
import { drawFlame, KIND_NAMES, ROW, shortName } from './draw';
import {
  boxAt,
  childrenBy,
  findFrames,
  type FlameBox,
  type FlameMetric,
  type FlameNode,
  flameTree,
  layOut,
} from './layout';

const METRICS: readonly { readonly id: FlameMetric; readonly label: string }[] = [
  { id: 'host', label: 'Host time' },
  { id: 'device', label: 'Device time' },
];
/** Deeper rows are reached by zooming in. */
const MOST_ROWS = 120;
const HELP = 'Arrow keys go from call to call, Enter zooms into one, Escape out of it, O opens its source.';

export const createFlameChart = (block: FlameBlock, context: ViewContext): HTMLElement => {
  const root = flameTree(block.roots);
  const { saved, theme } = context;
  const present = METRICS.filter(({ id }) => root.frame[id] > 0);
  let metric: FlameMetric =
    present.find(({ id }) => id === saved.metric('flame'))?.id ?? present.at(-1)?.id ?? 'host';
  let zoomed = root;
  let selected: FlameNode | undefined;
  let search = '';
  let boxes: readonly FlameBox[] = [];

  const canvas = h('canvas', {
    role: 'img',
    tabindex: 0,
    'aria-label': `${block.title}. ${block.summary} ${HELP}`,
  });
  const box = h('div', { class: 'flame-box' }, canvas);
  const details = h('p', { class: 'flame-details' });
  const spoken = h('p', { class: 'spoken', 'aria-live': 'polite' });
  const matches = h('span', { class: 'quiet', role: 'status' });
  const keys = h('ul', { class: 'legend' });
  const out = button('Zoom Out', () => zoom(root));

  const draw = (): void => {
    const palette = readPalette();
    const width = box.clientWidth;
    if (width === 0) return;
    const { found, seconds } = findFrames(root, search, metric);
    boxes = layOut(zoomed, metric, width).filter(({ depth }) => depth < MOST_ROWS);
    const rows = Math.max(...boxes.map(({ depth }) => depth)) + 1;
    const scale = window.devicePixelRatio;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(rows * ROW * scale);
    canvas.style.setProperty('--rows', String(rows));
    const drawing = canvas.getContext('2d');
    if (drawing === null) return;
    drawing.scale(canvas.width / width, scale);
    const focus = getComputedStyle(document.body).getPropertyValue('--wl-focus').trim();
    drawFlame(drawing, boxes, { selected, found, searching: search.trim() !== '' }, palette, focus);
    keys.replaceChildren(
      ...legend(
        Object.values(KIND_NAMES).map((name) => ({ name, values: [] })),
        palette,
      ),
    );
    matches.textContent = search.trim() === '' ? '' : matchText(found.size, seconds);
    out.hidden = zoomed === root;
  };
  const matchText = (count: number, seconds: number): string =>
    count === 0
      ? 'No call matches.'
      : `${formatCount(count)} ${count === 1 ? 'place matches' : 'places match'}: ${formatQuantity(seconds, 's')}, ` +
        `${formatShare(seconds / root.frame[metric])} of the ${metric} time.`;

  const describe = ({ frame }: FlameNode): string => {
    const { calls, host, hostSelf, device, deviceSelf } = frame;
    const time = (name: string, total: number, self: number, whole: number): string =>
      `${name} ${formatQuantity(total, 's')} (${formatShare(whole === 0 ? undefined : total / whole)}), ${formatQuantity(self, 's')} by itself`;
    return (
      `${shortName(frame.name)}: ${formatCount(calls)} ${calls === 1 ? 'call' : 'calls'}; ` +
      time('host', host, hostSelf, root.frame.host) +
      (root.frame.device === 0 ? '' : `; ${time('device', device, deviceSelf, root.frame.device)}`)
    );
  };
  const show = (node: FlameNode | undefined): void => {
    if (node === undefined || node === root) {
      details.replaceChildren(node === undefined ? HELP : describe(node));
      return;
    }
    const { places } = node.frame;
    details.replaceChildren(
      describe(node),
      ...(places.length === 0 ? [] : [' · ', codeLink(placeText(places), places, context)]),
    );
  };
  const select = (node: FlameNode | undefined, aloud: boolean): void => {
    selected = node;
    show(node);
    if (aloud && node !== undefined) spoken.textContent = describe(node);
    draw();
    if (aloud) reveal();
  };
  const zoom = (node: FlameNode): void => {
    zoomed = node;
    select(node, true);
  };
  /** A row that the keys reach may be out of sight. */
  const reveal = (): void => {
    const at = boxes.find(({ node }) => node === selected);
    if (at === undefined) return;
    const [top, bottom] = [at.depth * ROW, (at.depth + 1) * ROW];
    if (top < box.scrollTop) box.scrollTop = top;
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
  };
  const under = (event: MouseEvent): FlameNode | undefined => {
    const { left, top } = canvas.getBoundingClientRect();
    return boxAt(boxes, event.clientX - left, Math.floor((event.clientY - top) / ROW))?.node;
  };
  const open = (node: FlameNode | undefined): void => {
    const places = node?.frame.places ?? [];
    if (places.length > 0) context.act(context.host.openCode(places), () => '');
  };
  canvas.addEventListener('mousemove', (event) => show(under(event) ?? selected));
  canvas.addEventListener('mouseleave', () => show(selected));
  canvas.addEventListener('click', (event) => {
    const node = under(event);
    if (node !== undefined) zoom(node);
  });
  canvas.addEventListener('dblclick', (event) => open(under(event)));
  canvas.addEventListener('keydown', (event) => {
    const from = selected ?? zoomed;
    const step = STEPS[event.key];
    if (step !== undefined) select(step(from, metric) ?? from, true);
    else if (event.key === 'Enter') zoom(from);
    else if (event.key === 'Escape') zoom(zoomed.parent ?? root);
    else if (event.key === 'Home') zoom(root);
    else if (event.key.toLowerCase() === 'o' && !event.ctrlKey && !event.metaKey && !event.altKey) open(from);
    else return;
    event.preventDefault();
  });
  const metricField = dropdown('Width of a box', (id) => {
    metric = METRICS.find((known) => known.id === id)?.id ?? metric;
    saved.setMetric('flame', metric);
    select(selected, false);
  });
  metricField.offer(present, metric);
  const searchField = textField('Search', (text) => {
    search = text;
    draw();
  });
  theme.onChange(draw);
  new ResizeObserver(draw).observe(box);
  show(undefined);
  out.hidden = true;
  return h(
    'figure',
    { class: 'chart flame' },
    h('figcaption', {}, block.title),
    h('div', { class: 'row-of-controls' }, metricField.element, searchField.element, out, matches),
    keys,
    box,
    details,
    h('p', { class: 'summary' }, block.summary),
    spoken,
  );
};

const sibling =
  (by: 1 | -1) =>
  (node: FlameNode, metric: FlameMetric): FlameNode | undefined => {
    if (node.parent === undefined) return undefined;
    const row = childrenBy(node.parent, metric).filter(({ frame }) => frame[metric] > 0);
    return row[row.indexOf(node) + by];
  };

const STEPS: Readonly<Record<string, (node: FlameNode, metric: FlameMetric) => FlameNode | undefined>> = {
  ArrowDown: (node, metric) => childrenBy(node, metric).find(({ frame }) => frame[metric] > 0),
  ArrowUp: ({ parent }) => parent,
  ArrowLeft: sibling(-1),
  ArrowRight: sibling(1),
};
