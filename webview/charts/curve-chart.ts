/** Values over time as stepped lines in the theme's colours. */
import { Chart, LinearScale, LineController, LineElement, PointElement, Tooltip } from 'chart.js';
import type { ChartConfiguration, Point } from 'chart.js';
import type { CurveBlock } from '../../src/core/report/pages/page';
import { formatInput, formatQuantity } from '../../src/core/units/format';
import { h } from '../dom';
import { counted, type Measure, quantity } from '../measure';
import type { ThemeObserver } from '../theme/observer';
import { readPalette } from '../theme/palette';
import type { Palette } from '../theme/palette';
import { listenToKeys } from './keyboard';

Chart.register(LineController, LineElement, PointElement, LinearScale, Tooltip);

/** Lines differ in their dashes as well as in colour. */
const DASHES: readonly (readonly number[])[] = [[], [6, 4], [2, 3]];

export const createCurveChart = (curve: CurveBlock, theme: ThemeObserver): HTMLElement => {
  const canvas = h('canvas', {
    role: 'img',
    tabindex: 0,
    'aria-label': `${curve.title}. ${curve.summary} Arrow keys read the points one by one.`,
  });
  const keys = h('ul', { class: 'legend', hidden: curve.series.length < 2 });
  keys.append(...legend(curve, readPalette()));
  const spoken = h('p', { class: 'spoken', 'aria-live': 'polite' });
  const chart = new Chart(canvas, configure(curve, readPalette()));
  theme.onChange(() => {
    const palette = readPalette();
    const { data, options } = configure(curve, palette);
    keys.replaceChildren(...legend(curve, palette));
    chart.data = data;
    chart.options = options ?? {};
    chart.update('none');
  });
  listenToKeys(
    canvas,
    () => chart,
    (index) => {
      spoken.textContent = describePoint(curve, index);
    },
  );
  return h(
    'figure',
    { class: 'chart' },
    h('figcaption', {}, curve.title),
    keys,
    h('div', { class: 'chart-box curve' }, canvas),
    h('p', { class: 'summary' }, curve.summary),
    spoken,
  );
};

interface LineStyle {
  readonly color: string;
  readonly dash: readonly number[];
}

const styleOf = (index: number, palette: Palette): LineStyle => ({
  color: palette.series[index % palette.series.length] ?? palette.foreground,
  dash: DASHES[index % DASHES.length] ?? [],
});

const legend = ({ series }: CurveBlock, palette: Palette): readonly HTMLElement[] =>
  series.map(({ name }, index) => h('li', {}, sample(styleOf(index, palette)), name));

/** A stretch of a line, sharp at this screen's resolution. */
const sample = ({ color, dash }: LineStyle): HTMLCanvasElement => {
  const [width, height] = [28, 10];
  const scale = window.devicePixelRatio;
  const canvas = h('canvas', {
    class: 'line-sample',
    width: Math.round(width * scale),
    height: Math.round(height * scale),
    'aria-hidden': 'true',
  });
  const context = canvas.getContext('2d');
  if (context !== null) {
    context.scale(canvas.width / width, canvas.height / height);
    context.strokeStyle = color;
    context.lineWidth = 2;
    context.setLineDash([...dash]);
    context.moveTo(0, height / 2);
    context.lineTo(width, height / 2);
    context.stroke();
  }
  return canvas;
};

const measureOf = (unit: CurveBlock['unit']): Measure =>
  typeof unit === 'string' ? quantity(unit) : counted(unit.things);

/** "at 12.0 ms: allocated 1.20 GB, reserved 2.00 GB". */
const describePoint = ({ times, series, unit }: CurveBlock, index: number): string =>
  `at ${formatQuantity(times[index], 's')}: ` +
  series.map(({ name, values }) => `${name} ${measureOf(unit).show(values[index])}`).join(', ');

const configure = (
  { times, series, unit }: CurveBlock,
  palette: Palette,
): ChartConfiguration<'line', Point[], number> => {
  const time = quantity('s').axis(times);
  const measure = measureOf(unit);
  const value = measure.axis(series.flatMap(({ values }) => values));
  const font = { family: palette.font.family, size: palette.font.size };
  const small = { ...font, size: palette.font.size * 0.92 };
  const axis = {
    ticks: {
      color: palette.quiet,
      font: small,
      maxRotation: 0,
      callback: (tick: string | number) => formatInput(Number(tick)),
    },
    grid: { color: palette.grid },
    border: { color: palette.quiet },
  };
  const title = (text: string) => ({ display: true, text, color: palette.foreground, font: small });
  return {
    type: 'line',
    data: {
      labels: [...times],
      datasets: series.map(({ name, values }, index) => ({
        label: name,
        data: values.map((one, place) => ({ x: (times[place] ?? 0) / time.size, y: one / value.size })),
        borderColor: styleOf(index, palette).color,
        borderDash: [...styleOf(index, palette).dash],
        borderWidth: 1.5,
        pointRadius: 0,
        pointHitRadius: 6,
        pointHoverRadius: 3,
        stepped: true,
      })),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: { ...axis, type: 'linear', title: title(`time (${time.label})`) },
        y: {
          ...axis,
          ticks: { ...axis.ticks, ...(typeof unit === 'string' ? {} : { precision: 0 }) },
          beginAtZero: true,
          title: title(value.label),
        },
      },
      plugins: {
        tooltip: {
          backgroundColor: palette.tooltip.background,
          titleColor: palette.tooltip.foreground,
          bodyColor: palette.tooltip.foreground,
          borderColor: palette.tooltip.border,
          borderWidth: 1,
          titleFont: font,
          bodyFont: font,
          callbacks: {
            title: (items) => `at ${formatQuantity(times[items[0]?.dataIndex ?? -1], 's')}`,
            label: ({ datasetIndex, dataIndex }) =>
              `${series[datasetIndex]?.name ?? ''}: ${measure.show(series[datasetIndex]?.values[dataIndex])}`,
          },
        },
      },
    },
  };
};
