import type { Facts } from '../../hardware/facts';
import type { Range } from '../../units/range';
import { dataFile, once } from '../data';
import memoryFile from './act-memory.yaml';
import nodesFile from './act-nodes.yaml';
import type { ProcessNode } from './act';

export interface SourcedRange extends Range<number> {
  readonly source: string;
}

/** `{ value, low?, high?, source }` */
export const sourcedRange = (facts: Facts): SourcedRange => {
  const mid = facts.at('value').number();
  return {
    low: facts.maybe('low', (low) => low.number()) ?? mid,
    mid,
    high: facts.maybe('high', (high) => high.number()) ?? mid,
    source: facts.at('source').text(),
  };
};

const nodes = once(() => dataFile(nodesFile, 'embodied/act-nodes.yaml'));
const memory = once(() => dataFile(memoryFile, 'embodied/act-memory.yaml'));

export const nodesSource = (): string => nodes().at('source').text();

/** A node of ACT's tables, such as "7nm". */
export const processNode = (name: string): ProcessNode | undefined =>
  nodes()
    .at('nodes')
    .maybe(name, (facts) => ({
      name,
      epa: facts.at('epa').number(),
      gpa95: facts.at('gpa95').number(),
      gpa99: facts.at('gpa99').number(),
      mpa: facts.at('mpa').number(),
    }));

const neededNode = (name: string): ProcessNode => {
  const node = processNode(name);
  if (node === undefined) throw new Error(`embodied/act-nodes.yaml has no node ${name}`);
  return node;
};

/** The nodes that a low, best and high estimate assume. */
export interface NodeRange {
  readonly low: ProcessNode;
  readonly mid: ProcessNode;
  readonly high: ProcessNode;
}

export const nodeRange = (low: string, mid: string, high: string): NodeRange => ({
  low: neededNode(low),
  mid: neededNode(mid),
  high: neededNode(high),
});

/** gCO2e/kWh of the grid a fab runs on. */
export const fabIntensity = (fab: string): SourcedRange => {
  const fabs = nodes().at('fabs');
  const facts = fabs.at(fab);
  const mid = facts.at('value').number();
  return {
    low: facts.maybe('low', (low) => low.number()) ?? mid,
    mid,
    high: facts.maybe('high', (high) => high.number()) ?? mid,
    source: fabs.at('source').text(),
  };
};

/** ACT's node for a process as vendors call it ("TSMC 4N"); undefined for one that no pattern knows. */
export const nodeOfProcess = (
  process: string,
): { readonly node: NodeRange; readonly fab: string } | undefined => {
  const found = nodes()
    .at('processes')
    .at('list')
    .list()
    .find((facts) => new RegExp(facts.at('pattern').text(), 'i').test(process));
  if (found === undefined) return undefined;
  const node = found.at('node').text();
  return {
    node: nodeRange(
      found.maybe('low', (low) => low.text()) ?? node,
      node,
      found.maybe('high', (high) => high.text()) ?? node,
    ),
    fab: found.at('fab').text(),
  };
};

export interface YieldFacts {
  /** ACT's fixed share of good dies. */
  readonly fixed: SourcedRange;
  /** Defects per cm². */
  readonly defects: SourcedRange;
}

export const yieldFacts = once((): YieldFacts => ({
  fixed: sourcedRange(nodes().at('yield').at('fixed')),
  defects: sourcedRange(nodes().at('yield').at('defects')),
}));

/** Carbon of one packaged circuit in grams (ACT's Kr). */
export const packageGrams = once(() => ({
  grams: nodes().at('package').at('grams').number(),
  source: nodes().at('package').at('source').text(),
}));

/** Grams per GB of an accelerator's memory technology ("HBM3"), yield included. */
export const acceleratorMemory = (technology: string): SourcedRange | undefined => {
  const found = memory()
    .at('accelerator')
    .list()
    .find((facts) => new RegExp(facts.at('pattern').text(), 'i').test(technology));
  return found === undefined ? undefined : sourcedRange(found.at('perGB'));
};

/** Grams of board, heat sink, assembly and transport per watt of the accelerator. */
export const boardGramsPerWatt = once(() => sourcedRange(memory().at('board').at('gramsPerWatt')));

/** ACT's grams per GB, before yield: ("dram", "ddr4_10nm"), ("ssd", "nand_tlc_v3"), ("hdd", "exos_x16"). */
export const storageGramsPerGB = (kind: 'dram' | 'ssd' | 'hdd', technology: string): number | undefined =>
  memory()
    .at(kind)
    .maybe(technology, (facts) => facts.number());
