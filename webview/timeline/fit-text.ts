/** A text cut to a width in pixels, with an ellipsis; empty where not even two letters fit. */
export type TextFitter = (text: string, width: number) => string;

const MOST_KNOWN = 4000;
const FEWEST_LETTERS = 3;

/** Measures each text once, in the font that is set when it is made. */
export const createFitter = (context: CanvasRenderingContext2D, font: string): TextFitter => {
  context.font = font;
  const widths = new Map<string, number>();
  const letter = context.measureText('abcdefghijklmnopqrstuvwxyz:_').width / 28;
  const widthOf = (text: string): number => {
    let width = widths.get(text);
    if (width === undefined) {
      if (widths.size >= MOST_KNOWN) widths.clear();
      widths.set(text, (width = context.measureText(text).width));
    }
    return width;
  };
  return (text, width) => {
    // Only what may fit is measured: names of kernels can be very long.
    if (text.length * letter < 2.5 * width && widthOf(text) <= width) return text;
    for (let letters = Math.floor(width / letter); letters >= FEWEST_LETTERS; letters--) {
      const cut = `${text.slice(0, letters)}…`;
      const over = widthOf(cut) - width;
      if (over <= 0) return cut;
      letters -= Math.floor(over / (2 * letter));
    }
    return '';
  };
};
