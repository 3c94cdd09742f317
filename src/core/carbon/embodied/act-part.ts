import type { Accelerator } from '../../hardware/accelerator';
import type { Assumption } from '../../units/provenance';
import { type GramsCO2e, grams, squareMillimetres } from '../../units/quantity';
import { mapRange, type Range } from '../../units/range';
import { dieCarbon } from './act';
import {
  acceleratorMemory,
  boardGramsPerWatt,
  fabIntensity,
  type NodeRange,
  nodeOfProcess,
  nodesSource,
  packageGrams,
  yieldFacts,
} from './act-data';
import type { Embodied } from './embodied';
import { worksAroundDefects } from './family-data';
import { murphyYield, exponentialYield } from './yield';

const BYTES_PER_GB = 1e9;

/** The logic of a part: dies of one area, all of one process. */
export interface Logic {
  /** mm² of one die. */
  readonly dieArea: Range<number>;
  readonly dies: number;
  readonly node: NodeRange;
  readonly fab: string;
  readonly source: string;
}

/** The logic whose area and process the catalogue knows. */
const publishedLogic = (part: Accelerator): Logic | undefined => {
  const { die, process } = part;
  if (die?.area === undefined || process === undefined) return undefined;
  const found = nodeOfProcess(process.value);
  if (found === undefined) return undefined;
  const dies = die.count?.value ?? 1;
  const { value, low = value, high = value } = die.area;
  return {
    dieArea: mapRange({ low, mid: value, high }, (area) => area / dies),
    dies,
    ...found,
    source: `${die.area.source}; ${process.value}`,
  };
};

/** Embodied carbon by ACT's equation over the part's own die and memory; undefined where those are not published. */
export const actEstimate = (part: Accelerator): Embodied | undefined => {
  const logic = publishedLogic(part);
  return logic === undefined ? undefined : actOver(part, logic, 'act');
};

/**
 * ACT's equation over given logic: dies + memory + packages, and the board that ACT leaves out. Low is ACT as
 * published (fixed yield, no board), best uses Murphy's yield for large dies, high the exponential one.
 */
export const actOver = (part: Accelerator, logic: Logic, layer: 'act' | 'family'): Embodied | undefined => {
  const memory = memoryCarbon(part);
  if (memory === undefined) return undefined;
  const dies = logicCarbon(part, logic);
  const board = boardCarbon(part);
  const packages = packageCarbon(part, logic);
  const all = [dies, memory, packages, ...(board === undefined ? [] : [board])];
  return {
    perDevice: sumOf(all.map(({ carbon }) => carbon)),
    layer,
    assumptions: [...all.map(({ assumption }) => assumption), ...(board === undefined ? [noBoard] : [])],
  };
};

interface Contribution {
  readonly carbon: Range<GramsCO2e>;
  readonly assumption: Assumption;
}

const sumOf = (parts: readonly Range<GramsCO2e>[]): Range<GramsCO2e> => {
  const sum = (pick: (range: Range<GramsCO2e>) => number) =>
    grams(parts.reduce((total, range) => total + pick(range), 0));
  return { low: sum((range) => range.low), mid: sum((range) => range.mid), high: sum((range) => range.high) };
};

const contribution = (id: string, carbon: Range<GramsCO2e>, source: string, note: string): Contribution => ({
  carbon,
  assumption: { id, value: carbon.mid, unit: 'gCO2e', source, low: carbon.low, high: carbon.high, note },
});

const logicCarbon = (part: Accelerator, { dieArea, dies, node, fab, source }: Logic): Contribution => {
  const grid = fabIntensity(fab);
  const { fixed, defects } = yieldFacts();
  const redundant = worksAroundDefects(part.family);
  const carbon = (bound: 'low' | 'mid' | 'high', goodShare: number): GramsCO2e =>
    grams(
      dies *
        dieCarbon(squareMillimetres(dieArea[bound]), {
          node: node[bound],
          intensity: grid[bound],
          yield: goodShare,
        }),
    );
  const mid = squareMillimetres(dieArea.mid);
  const midYield = redundant ? fixed.mid : murphyYield(mid, defects.mid);
  const highYield = redundant ? fixed.mid : exponentialYield(squareMillimetres(dieArea.high), defects.high);
  const range = {
    low: carbon('low', Math.max(fixed.mid, midYield)),
    mid: carbon('mid', midYield),
    high: carbon('high', Math.min(highYield, midYield)),
  };
  return contribution(
    'embodied.logic',
    range,
    `${nodesSource()}; ${grid.source}`,
    `${dies} × ${dieArea.mid.toFixed(0)} mm² (${source}) at ${node.mid.name} in ${fab}, yield ${midYield.toFixed(3)}; ` +
      (redundant ? 'defects are worked around' : 'low: ACT fixed yield, high: exponential yield'),
  );
};

/** Memory whose technology is known to stand on the die, or in the server's modules, costs nothing of its own; unknown memory makes the part unknown. */
const memoryCarbon = (part: Accelerator): Contribution | undefined => {
  const { capacity, technology } = part.memory;
  const perGB = technology === undefined ? undefined : acceleratorMemory(technology.value);
  if (technology === undefined || perGB === undefined) return undefined;
  if (perGB.high === 0)
    return contribution('embodied.memory', mapRange(perGB, grams), perGB.source, technology.value);
  if (capacity === undefined) return undefined;
  const gigabytes = capacity.value / BYTES_PER_GB;
  return contribution(
    'embodied.memory',
    mapRange(perGB, (each) => grams(each * gigabytes)),
    perGB.source,
    `${gigabytes} GB ${technology.value}`,
  );
};

const packageCarbon = (part: Accelerator, { dies }: Logic): Contribution => {
  const { grams: each, source } = packageGrams();
  const circuits = dies + (part.memory.stacks?.value ?? 0);
  const total = grams(each * circuits);
  return contribution(
    'embodied.packages',
    { low: total, mid: total, high: total },
    source,
    `${circuits} circuits: dies and memory stacks`,
  );
};

const boardCarbon = (part: Accelerator): Contribution | undefined => {
  if (part.tdp === undefined) return undefined;
  const perWatt = boardGramsPerWatt();
  const power = part.tdp.value;
  return contribution(
    'embodied.board',
    mapRange(perWatt, (each) => grams(each * power)),
    perWatt.source,
    `${power} W`,
  );
};

const noBoard: Assumption = {
  id: 'embodied.board',
  value: 'not counted',
  unit: '',
  source: 'the part’s power is not published, by which boards are scaled',
};
