/** A step of a ladder: values from `from` on are shown divided by `size`, with `label` after them. */
export interface Step {
  readonly size: number;
  readonly label: string;
  /** Where the step begins, when not at its size. */
  readonly from?: number;
}

const decimal = (unit: string, prefixes: readonly (readonly [string, number])[]): readonly Step[] =>
  prefixes.map(([prefix, size]) => ({ size, label: `${prefix}${unit}` }));

const UP = [
  ['', 1],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['E', 1e18],
] as const;

/**
 * How each SI base unit is shown, smallest step first. Energy leaves joules at one kilowatt-hour, where people pay
 * for it; bytes are decimal, as accelerators are sold.
 */
export const LADDERS = {
  s: [
    { size: 1e-9, label: 'ns' },
    { size: 1e-6, label: 'µs' },
    { size: 1e-3, label: 'ms' },
    { size: 1, label: 's' },
    { size: 60, label: 'min', from: 120 },
    { size: 3600, label: 'h', from: 7200 },
    { size: 86_400, label: 'days', from: 172_800 },
    { size: 31_536_000, label: 'years' },
  ],
  J: [
    { size: 1e-9, label: 'nJ' },
    { size: 1e-6, label: 'µJ' },
    { size: 1e-3, label: 'mJ' },
    { size: 1, label: 'J' },
    { size: 1e3, label: 'kJ' },
    { size: 3.6e6, label: 'kWh' },
    { size: 3.6e9, label: 'MWh' },
    { size: 3.6e12, label: 'GWh' },
  ],
  W: [{ size: 1e-3, label: 'mW' }, ...decimal('W', UP)],
  B: decimal('B', UP),
  'B/s': decimal('B/s', UP),
  flop: decimal('FLOP', UP),
  'flop/s': decimal('FLOP/s', UP),
  gCO2e: [
    { size: 1e-9, label: 'ng CO2e' },
    { size: 1e-6, label: 'µg CO2e' },
    { size: 1e-3, label: 'mg CO2e' },
    { size: 1, label: 'g CO2e' },
    { size: 1e3, label: 'kg CO2e' },
    { size: 1e6, label: 't CO2e' },
    { size: 1e9, label: 'kt CO2e' },
  ],
  L: [
    { size: 1e-6, label: 'µL' },
    { size: 1e-3, label: 'mL' },
    { size: 1, label: 'L' },
    { size: 1e3, label: 'm³' },
  ],
  parameters: [
    { size: 1, label: 'parameters' },
    { size: 1e6, label: 'million' },
    { size: 1e9, label: 'billion' },
    { size: 1e12, label: 'trillion' },
  ],
} as const satisfies Record<string, readonly Step[]>;

export type LadderUnit = keyof typeof LADDERS;

export const isLadderUnit = (unit: string): unit is LadderUnit => Object.hasOwn(LADDERS, unit);
