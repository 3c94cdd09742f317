import type { Chart, Plugin } from 'chart.js';

/** In axis units, one per label; absent where there is no range. */
export type Whiskers = readonly ({ readonly low: number; readonly high: number } | undefined)[];

const CAP = 5;

/** Draws low–high error bars over horizontal bars. `read` gives what to draw now, and in which colour. */
export const whiskersPlugin = (
  read: () => { readonly whiskers: Whiskers; readonly color: string },
): Plugin<'bar'> => ({
  id: 'whiskers',
  afterDatasetsDraw: (chart: Chart<'bar'>) => {
    const { x, y } = chart.scales;
    if (x === undefined || y === undefined) return;
    const { whiskers, color } = read();
    const { ctx } = chart;
    ctx.save();
    ctx.strokeStyle = color;
    ctx.lineWidth = 1.5;
    ctx.beginPath();
    whiskers.forEach((range, index) => {
      if (range === undefined || range.low === range.high) return;
      const middle = y.getPixelForValue(index);
      const [low, high] = [x.getPixelForValue(range.low), x.getPixelForValue(range.high)];
      ctx.moveTo(low, middle - CAP);
      ctx.lineTo(low, middle + CAP);
      ctx.moveTo(low, middle);
      ctx.lineTo(high, middle);
      ctx.moveTo(high, middle - CAP);
      ctx.lineTo(high, middle + CAP);
    });
    ctx.stroke();
    ctx.restore();
  },
});
