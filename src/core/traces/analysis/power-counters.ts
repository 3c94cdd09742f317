/** Counters of power by their names, which are all that a trace tells of them. */

/** "power_uW" and "GPU 0 Power [uW]" as words. */
const wordsOf = (name: string): string => name.replaceAll(/[^\p{L}\p{N}%]+/gu, ' ').trim();

/** What says "power" and is not what a board draws. */
const NO_DRAW = /limit|cap(ped|ping)?\b|budget|threshold|state|\bmode\b|profile|percent|%|factor|per watt/i;

const UNITS: ReadonlyMap<string, number> = new Map([
  ['kw', 1e3],
  ['mw', 1e-3],
  ['uw', 1e-6],
  ['µw', 1e-6],
  ['μw', 1e-6],
]);
const PREFIXES: ReadonlyMap<string, number> = new Map([
  ['kilo', 1e3],
  ['milli', 1e-3],
  ['micro', 1e-6],
]);
const PREFIXED = /(kilo|milli|micro) ?watt/i;

/** Watts to a unit of the counter with this name; 1 where it tells none. Undefined for what is no power that something draws. */
export const wattsPerUnit = (name: string): number | undefined => {
  const words = wordsOf(name);
  if (!/power/i.test(words) || NO_DRAW.test(words)) return undefined;
  for (const word of words.toLowerCase().split(' ')) {
    const unit = UNITS.get(word);
    if (unit !== undefined) return unit;
  }
  return PREFIXES.get(PREFIXED.exec(words)?.[1]?.toLowerCase() ?? '') ?? 1;
};

const BOARD = /(?<![a-z])(gpu|tpu|npu|xpu|hpu)|board|device|accelerator/i;
/** What draws power beside the boards. */
const BESIDE = /(?<![a-z])cpu|processor|package|socket|rapl|dram|host|psu|system|node|rack|fan/i;
/** Of a board, or of another counter's values. */
const PART = /hbm|memory|\bmem\b|vdd|soc|core|rail|average|\bavg\b|peak|\bmax\b|\bmin\b/i;

/**
 * Those of whole boards, as far as the names tell: not of processors, and not of parts of a board where others are of all of it.
 * @param nameOf the name of a counter
 */
export const ofBoards = <Counter>(
  counters: readonly Counter[],
  nameOf: (counter: Counter) => string,
): readonly Counter[] => {
  const says = (what: RegExp, counter: Counter): boolean => what.test(wordsOf(nameOf(counter)));
  const named = counters.filter((counter) => says(BOARD, counter));
  const boards = named.length > 0 ? named : counters.filter((counter) => !says(BESIDE, counter));
  const whole = boards.filter((counter) => !says(PART, counter));
  return whole.length > 0 ? whole : boards;
};
