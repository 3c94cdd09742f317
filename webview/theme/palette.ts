/** The colours a canvas needs, which cannot use CSS variables itself. */
export interface Palette {
  readonly background: string;
  readonly foreground: string;
  readonly quiet: string;
  readonly grid: string;
  /** Of what is left over, not used. */
  readonly rest: string;
  readonly series: readonly string[];
  readonly tooltip: { readonly background: string; readonly foreground: string; readonly border: string };
  /** Border of every mark in high contrast themes; transparent elsewhere. */
  readonly contrast: string;
  readonly font: { readonly family: string; readonly size: number };
}

export const readPalette = (): Palette => {
  const style = getComputedStyle(document.body);
  const token = (name: string): string => style.getPropertyValue(`--wl-${name}`).trim();
  return {
    background: token('background'),
    foreground: token('foreground'),
    quiet: token('quiet'),
    grid: token('grid'),
    rest: token('rest'),
    series: [0, 1, 2, 3, 4].map((index) => token(`series-${index}`)),
    tooltip: {
      background: token('tooltip-background'),
      foreground: token('tooltip-foreground'),
      border: token('tooltip-border'),
    },
    contrast: token('contrast'),
    font: { family: style.fontFamily, size: Number.parseFloat(style.fontSize) },
  };
};
