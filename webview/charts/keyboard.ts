import type { Chart, ChartType } from 'chart.js';

const STEPS: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowRight: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  ArrowLeft: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_index, last) => last,
};

/** Arrow keys move from bar to bar, or point to point: its tooltip is shown, and `onMove` may read it out. Escape leaves. */
export const listenToKeys = <T extends ChartType, D, L>(
  canvas: HTMLCanvasElement,
  chartOf: () => Chart<T, D, L> | undefined,
  onMove: (index: number) => void,
): void => {
  let at = -1;
  const show = (chart: Chart<T, D, L>, index: number): void => {
    at = index;
    const bars = chart.data.datasets.map((_, datasetIndex) => ({ datasetIndex, index }));
    const active =
      index < 0
        ? []
        : bars.filter(({ datasetIndex }) => chart.getDatasetMeta(datasetIndex).data[index] !== undefined);
    chart.setActiveElements(active);
    chart.tooltip?.setActiveElements(active, { x: 0, y: 0 });
    chart.update('none');
  };
  canvas.addEventListener('keydown', (event) => {
    const chart = chartOf();
    const step = STEPS[event.key];
    if (chart === undefined) return;
    if (event.key === 'Escape') show(chart, -1);
    if (step === undefined) return;
    event.preventDefault();
    const last = (chart.data.labels?.length ?? 0) - 1;
    show(chart, step(at, last));
    onMove(at);
  });
  canvas.addEventListener('blur', () => {
    const chart = chartOf();
    if (chart !== undefined && at >= 0) show(chart, -1);
  });
};
