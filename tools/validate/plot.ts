import { quantile } from './stats';

/** One curve: the errors |ln(predicted / measured)| of its rows. */
export interface Curve {
  readonly name: string;
  readonly ratios: readonly number[];
}

const WIDTH = 640;
const HEIGHT = 360;
const LEFT = 56;
const RIGHT = 30;
const TOP = 16;
const BOTTOM = 48;
const LARGEST = 1;
const STEPS = 50;
const DASHES = ['', '6 3', '2 3', '8 3 2 3', '1 2', '12 4'];

const x = (error: number): number => LEFT + (error / LARGEST) * (WIDTH - LEFT - RIGHT);
const y = (share: number): number => HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
const at = (value: number): string => value.toFixed(1);

const line = (a: readonly [number, number], b: readonly [number, number], width: number): string =>
  `<line x1="${at(a[0])}" y1="${at(a[1])}" x2="${at(b[0])}" y2="${at(b[1])}" stroke="#888" stroke-width="${width}"/>`;
const label = (left: number, top: number, anchor: string, text: string): string =>
  `<text x="${at(left)}" y="${at(top)}" text-anchor="${anchor}">${text}</text>`;

const path = ({ ratios }: Curve): string => {
  const errors = ratios.map((ratio) => Math.expm1(Math.abs(Math.log(ratio))));
  const points = Array.from({ length: STEPS + 1 }, (_, step) => {
    const share = step / STEPS;
    return `${at(x(Math.min(LARGEST, quantile(errors, share))))},${at(y(share))}`;
  });
  return points.join(' ');
};

/** An SVG in black, white and dashes: the share of rows (up) whose error is at most so large (right, as a factor less one). */
export const errorPlot = (curves: readonly Curve[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img" aria-label="Share of rows by error">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...[0, 0.2, 0.4, 0.6, 0.8, 1].flatMap((mark) => [
      line([x(mark), y(0)], [x(mark), y(1)], 0.5),
      line([x(0), y(mark)], [x(LARGEST), y(mark)], 0.5),
      label(x(mark), HEIGHT - BOTTOM + 16, 'middle', `${mark * 100} %`),
      label(LEFT - 6, y(mark) + 4, 'end', `${mark * 100} %`),
    ]),
    label(x(0.5), HEIGHT - 8, 'middle', 'error of at most (larger ones at the right edge)'),
    `<text transform="translate(14 ${at(y(0.5))}) rotate(-90)" text-anchor="middle">share of the rows</text>`,
    ...curves.flatMap((curve, index) => {
      const dash = DASHES[index % DASHES.length] ?? '';
      const top = HEIGHT - BOTTOM - 12 - 18 * (curves.length - 1 - index);
      return [
        `<polyline points="${path(curve)}" fill="none" stroke="#000" stroke-width="1.5" stroke-dasharray="${dash}"/>`,
        `<rect x="${at(x(0.58) - 6)}" y="${at(top - 12)}" width="${at(x(LARGEST) - x(0.58) + 4)}" height="17" fill="#fff"/>`,
        `<line x1="${at(x(0.58))}" y1="${at(top - 4)}" x2="${at(x(0.66))}" y2="${at(top - 4)}" stroke="#000" stroke-width="1.5" stroke-dasharray="${dash}"/>`,
        label(x(0.675), top, 'start', curve.name),
      ];
    }),
    '</svg>',
    '',
  ].join('\n');
