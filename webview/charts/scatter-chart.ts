/** Points of several series on axes in powers of ten; a line joins the marked ones. */
import { Chart, LineController, LineElement, LogarithmicScale, PointElement, Tooltip } from 'chart.js';
import type { ChartConfiguration, ChartDataset, Point } from 'chart.js';
import type { ScatterAxis, ScatterBlock, ScatterPoint } from '../../src/core/report/pages/page';
import { formatInput } from '../../src/core/units/format';
import { h } from '../dom';
import { quantity } from '../measure';
import type { ThemeObserver } from '../theme/observer';
import { readPalette } from '../theme/palette';
import type { Palette } from '../theme/palette';
import { listenToKeys } from './keyboard';

Chart.register(LineController, LineElement, PointElement, LogarithmicScale, Tooltip);

/** Series differ in their marks as well as in colour. */
const MARKS = ['circle', 'triangle', 'rect', 'rectRot', 'star', 'crossRot'] as const;

type Line = ChartDataset<'line', Point[]>;

export const createScatterChart = (block: ScatterBlock, theme: ThemeObserver): HTMLElement => {
  const canvas = h('canvas', {
    role: 'img',
    tabindex: 0,
    'aria-label': `${block.title}. ${block.summary} Arrow keys read the joined points one by one.`,
  });
  const keys = h('ul', { class: 'legend' });
  keys.append(...legend(block, readPalette()));
  const spoken = h('p', { class: 'spoken', 'aria-live': 'polite' });
  const chart = new Chart(canvas, configure(block, readPalette()));
  theme.onChange(() => {
    const palette = readPalette();
    const { data, options } = configure(block, palette);
    keys.replaceChildren(...legend(block, palette));
    chart.data = data;
    chart.options = options ?? {};
    chart.update('none');
  });
  const read = readable(block);
  listenToKeys(
    canvas,
    () => chart,
    (index) => {
      spoken.textContent = read[index]?.detail ?? '';
    },
  );
  return h(
    'figure',
    { class: 'chart' },
    h('figcaption', {}, block.title),
    keys,
    h('div', { class: 'chart-box scatter' }, canvas),
    h('p', { class: 'summary' }, block.summary),
    spoken,
  );
};

const byX = (a: ScatterPoint, b: ScatterPoint): number => a.x - b.x;

/** What the line joins, and the keys walk along. */
const readable = ({ series }: ScatterBlock): readonly ScatterPoint[] =>
  series
    .flatMap(({ points }) => points)
    .filter(({ front }) => front)
    .sort(byX);

const colourOf = (index: number, { series, foreground }: Palette): string =>
  series[index % series.length] ?? foreground;
const markOf = (index: number): (typeof MARKS)[number] => MARKS[index % MARKS.length] ?? 'circle';

const legend = ({ series }: ScatterBlock, palette: Palette): readonly HTMLElement[] =>
  series.map(({ name }, index) => h('li', {}, sample(index, palette), name));

const SIDE = 14;

/** One mark, drawn by the chart's own element, sharp at this screen's resolution. */
const sample = (index: number, palette: Palette): HTMLCanvasElement => {
  const pixels = Math.round(SIDE * window.devicePixelRatio);
  const canvas = h('canvas', { width: pixels, height: pixels, class: 'mark', 'aria-hidden': 'true' });
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  context.scale(pixels / SIDE, pixels / SIDE);
  const options = {
    radius: 5,
    hoverRadius: 5,
    hitRadius: 0,
    borderWidth: 1.5,
    hoverBorderWidth: 1.5,
    backgroundColor: colourOf(index, palette),
    borderColor: colourOf(index, palette),
    pointStyle: markOf(index),
    rotation: 0,
    drawActiveElementsOnTop: false,
  };
  const point = new PointElement({ parsed: { x: 0, y: 0 } });
  Object.assign(point, { options, x: SIDE / 2, y: SIDE / 2 });
  point.draw(context, { left: 0, top: 0, right: SIDE, bottom: SIDE, width: SIDE, height: SIDE });
  return canvas;
};

interface Scale {
  readonly size: number;
  readonly title: string;
}

const scaleOf = ({ name, unit, label }: ScatterAxis, values: readonly number[]): Scale => {
  if (unit === undefined) return { size: 1, title: label === '' ? name : `${name} (${label})` };
  const { size, label: step } = quantity(unit).axis([median(values)]);
  return { size, title: `${name} (${step}${label})` };
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 1;

const datasets = (
  { series, joined }: ScatterBlock,
  palette: Palette,
  place: (point: ScatterPoint) => Point,
): Line[] => {
  const joinedLine = (points: readonly ScatterPoint[], label: string, colour: string): Line => ({
    label,
    data: [...points].sort(byX).map(place),
    borderColor: colour,
    borderWidth: 1.5,
    pointRadius: 0,
    pointHoverRadius: 7,
    pointHoverBorderColor: palette.foreground,
    pointHoverBorderWidth: 2,
    stepped: joined === 'all' ? 'after' : false,
    order: 2,
  });
  const marked = (points: readonly ScatterPoint[]) => points.filter(({ front }) => front);
  const lines =
    joined === 'all'
      ? [joinedLine(marked(series.flatMap(({ points }) => points)), 'front', palette.foreground)]
      : series.map(({ name, points }, index) => joinedLine(marked(points), name, colourOf(index, palette)));
  return [
    ...lines,
    ...series.map(({ name, points }, index): Line => ({
      label: name,
      data: points.map(place),
      showLine: false,
      pointStyle: markOf(index),
      pointRadius: points.map(({ front }) => (front ? 5 : joined === 'series' ? 4 : 2.5)),
      pointBorderWidth: 1.5,
      pointBackgroundColor: points.map(({ front }) => (front ? colourOf(index, palette) : 'transparent')),
      pointBorderColor: colourOf(index, palette),
      order: 1,
    })),
  ];
};

/** What each dataset's points say. */
const detailsOf = ({ series, joined }: ScatterBlock): readonly (readonly string[])[] => {
  const told = (points: readonly ScatterPoint[]): readonly string[] => points.map(({ detail }) => detail);
  const lines =
    joined === 'all' ? [series.flatMap(({ points }) => points)] : series.map(({ points }) => points);
  return [
    ...lines.map((points) => told([...points].filter(({ front }) => front).sort(byX))),
    ...series.map(({ points }) => told(points)),
  ];
};

/** More orders of magnitude than these have room for their powers of ten alone. */
const FEW_DECADES = 5;

/** Whether a tick of a logarithmic scale has room for a label and a line: 1, 2 and 5 of each power of ten. */
const isMarked = (tick: number, range: number): boolean => {
  const mantissa = tick / 10 ** Math.floor(Math.log10(tick) + 1e-9);
  const marked = range <= 10 ** FEW_DECADES ? [1, 2, 5] : [1];
  return marked.some((one) => Math.abs(mantissa - one) < 1e-6);
};

const configure = (block: ScatterBlock, palette: Palette): ChartConfiguration<'line', Point[], string> => {
  const all = block.series.flatMap(({ points }) => points);
  const x = scaleOf(
    block.x,
    all.map((point) => point.x),
  );
  const y = scaleOf(
    block.y,
    all.map((point) => point.y),
  );
  const details = detailsOf(block);
  const font = { family: palette.font.family, size: palette.font.size };
  const small = { ...font, size: palette.font.size * 0.92 };
  const axis = (title: string) => ({
    type: 'logarithmic' as const,
    title: { display: true, text: title, color: palette.foreground, font: small },
    ticks: {
      color: palette.quiet,
      font: small,
      maxRotation: 0,
      autoSkip: false,
      callback(this: { readonly min: number; readonly max: number }, tick: string | number) {
        return isMarked(Number(tick), this.max / this.min) ? formatInput(Number(tick)) : null;
      },
    },
    grid: { color: palette.grid },
    border: { color: palette.quiet },
  });
  return {
    type: 'line',
    data: {
      labels: readable(block).map(({ detail }) => detail),
      datasets: datasets(block, palette, (point) => ({ x: point.x / x.size, y: point.y / y.size })),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      parsing: false,
      interaction: { mode: 'nearest', intersect: true },
      scales: { x: axis(x.title), y: axis(y.title) },
      plugins: {
        tooltip: {
          backgroundColor: palette.tooltip.background,
          bodyColor: palette.tooltip.foreground,
          borderColor: palette.tooltip.border,
          borderWidth: 1,
          bodyFont: font,
          displayColors: false,
          filter: (_item, index) => index === 0,
          callbacks: {
            title: () => '',
            label: ({ datasetIndex, dataIndex }) => details[datasetIndex]?.[dataIndex] ?? '',
          },
        },
      },
    },
  };
};
