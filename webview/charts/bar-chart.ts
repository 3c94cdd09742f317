/** Horizontal stacked bars in the theme's colours. This file and curve-chart.ts alone know chart.js. */
import { shortKernelName } from '../../src/core/traces/kernel-name';
import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js';
import type { ChartConfiguration, TooltipItem } from 'chart.js';
import { formatInput } from '../../src/core/units/format';
import { h, uniqueId } from '../dom';
import type { ThemeObserver } from '../theme/observer';
import { readPalette } from '../theme/palette';
import type { Palette } from '../theme/palette';
import { describeBar, totals } from './bar-data';
import type { BarData } from './bar-data';
import { listenToKeys } from './keyboard';
import { legend } from './legend';
import { fillOf } from './patterns';
import { whiskersPlugin } from './whiskers';

/** A bar's length, or where it begins and ends. */
type BarPoint = number | [number, number] | null;

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

export interface BarChart {
  readonly element: HTMLElement;
  update(data: BarData): void;
}

export const createBarChart = (theme: ThemeObserver): BarChart => {
  const caption = h('figcaption', { id: uniqueId('chart') });
  const canvas = h('canvas', { role: 'img', tabindex: 0 });
  const box = h('div', { class: 'chart-box' }, canvas);
  const keys = h('ul', { class: 'legend' });
  const summary = h('p', { class: 'summary' });
  const spoken = h('p', { class: 'spoken', 'aria-live': 'polite' });
  const element = h('figure', { class: 'chart' }, caption, keys, box, summary, spoken);

  let data: BarData | undefined;
  let palette = readPalette();
  let chart: Chart<'bar', BarPoint[], string> | undefined;
  const whiskers = whiskersPlugin(() => ({
    whiskers: data === undefined ? [] : whiskersOf(data),
    color: palette.foreground,
  }));

  const draw = (): void => {
    if (data === undefined) return;
    const config = configure(data, palette);
    if (chart === undefined) chart = new Chart(canvas, { ...config, plugins: [whiskers] });
    else {
      chart.data = config.data;
      chart.options = config.options ?? {};
      chart.update('none');
    }
    keys.replaceChildren(...legend(data.series, palette));
    keys.hidden = data.series.length < 2;
  };
  theme.onChange(() => {
    palette = readPalette();
    draw();
  });
  listenToKeys(
    canvas,
    () => chart,
    (index) => {
      spoken.textContent = data === undefined ? '' : describeBar(data, index);
    },
  );
  return {
    element,
    update: (next) => {
      data = next;
      caption.textContent = next.title;
      summary.textContent = next.summary;
      canvas.setAttribute(
        'aria-label',
        `${next.title}. ${next.summary} Arrow keys read the bars one by one.`,
      );
      element.hidden = next.labels.length === 0;
      box.style.setProperty('--rows', String(next.labels.length));
      draw();
    },
  };
};

const whiskersOf = (data: BarData): readonly ({ low: number; high: number } | undefined)[] => {
  const { size } = axisOf(data);
  return (data.ranges ?? []).map((range) => range && { low: range.low / size, high: range.high / size });
};

const axisOf = (data: BarData): ReturnType<BarData['measure']['axis']> =>
  data.measure.axis([...totals(data), ...(data.ranges ?? []).map((range) => range?.high)]);

const configure = (data: BarData, palette: Palette): ChartConfiguration<'bar', BarPoint[], string> => {
  const axis = axisOf(data);
  const furthest = Math.max(
    0,
    ...(data.ranges ?? []).map((range) => (range === undefined ? 0 : range.high / axis.size)),
  );
  const font = { family: palette.font.family, size: palette.font.size };
  const small = { ...font, size: palette.font.size * 0.92 };
  return {
    type: 'bar',
    data: {
      labels: [...data.labels],
      datasets: data.series.map((series, index) => ({
        label: series.name,
        data: series.values.map((value) => pointOf(value, data.from, axis.size)),
        grouped: data.from === undefined,
        backgroundColor: fillOf(series, index, palette),
        borderColor: palette.contrast,
        borderWidth: 1,
        maxBarThickness: 18,
      })),
    },
    options: {
      indexAxis: 'y',
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      layout: { padding: { right: 8 } },
      interaction: { mode: 'index', axis: 'y', intersect: false },
      scales: {
        x: {
          stacked: data.from === undefined,
          beginAtZero: data.from === undefined,
          suggestedMax: furthest,
          title: { display: true, text: axis.label, color: palette.foreground, font: small },
          ticks: {
            color: palette.quiet,
            font: small,
            maxTicksLimit: 8,
            maxRotation: 0,
            callback: (value) => formatInput(Number(value)),
          },
          grid: { color: palette.grid },
          border: { color: palette.quiet },
        },
        y: {
          stacked: data.from === undefined,
          ticks: {
            color: palette.foreground,
            font: small,
            autoSkip: false,
            crossAlign: 'far',
            callback(_value, index) {
              return shorten(data.labels[index] ?? '', this.chart.width);
            },
          },
          grid: { display: false },
          border: { color: palette.quiet },
        },
      },
      plugins: {
        tooltip: {
          backgroundColor: palette.tooltip.background,
          titleColor: palette.tooltip.foreground,
          bodyColor: palette.tooltip.foreground,
          footerColor: palette.tooltip.foreground,
          borderColor: palette.tooltip.border,
          borderWidth: 1,
          titleFont: font,
          bodyFont: font,
          footerFont: small,
          callbacks: {
            title: (items) => data.labels[items[0]?.dataIndex ?? -1] ?? '',
            label: (item) => labelOf(data, item),
            footer: (items) => footerOf(data, items[0]?.dataIndex ?? -1),
          },
        },
      },
    },
  };
};

const pointOf = (value: number | undefined, from: number | undefined, size: number): BarPoint => {
  if (value === undefined) return null;
  return from === undefined ? value / size : [from / size, value / size];
};

/** Labels take at most some two fifths of a chart; long names of kernels often differ at their ends. */
const shorten = (label: string, width: number): string => {
  const most = Math.max(12, Math.floor(width / 17));
  const name = shortKernelName(label);
  if (name.length <= most) return name;
  const tail = Math.floor(most / 3);
  return `${name.slice(0, most - 1 - tail)}…${name.slice(-tail)}`;
};

const labelOf = (data: BarData, { datasetIndex, dataIndex }: TooltipItem<'bar'>): string => {
  const series = data.series[datasetIndex];
  const value = data.measure.show(series?.values[dataIndex]);
  return data.series.length === 1 ? value : `${series?.name ?? ''}: ${value}`;
};

const footerOf = ({ ranges, measure }: BarData, index: number): string => {
  const range = ranges?.[index];
  return range === undefined || range.low === range.high
    ? ''
    : `between ${measure.show(range.low)} and ${measure.show(range.high)}`;
};
