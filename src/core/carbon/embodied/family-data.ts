import type { Facts } from '../../hardware/facts';
import type { Range } from '../../units/range';
import { dataFile, once } from '../data';
import { type NodeRange, nodeRange } from './act-data';
import familiesFile from './families.yaml';

const families = once(() => dataFile(familiesFile, 'embodied/families.yaml'));

export interface FamilyDie {
  /** mm² of one die. */
  readonly area: Range<number>;
  readonly node: NodeRange;
  readonly source: string;
}

const rangeOf = (facts: Facts): Range<number> => ({
  low: facts.at('low').number(),
  mid: facts.at('mid').number(),
  high: facts.at('high').number(),
});

const dieOf = (facts: Facts): FamilyDie => {
  const node = facts.at('node');
  return {
    area: rangeOf(facts.at('area')),
    node: nodeRange(node.at('low').text(), node.at('mid').text(), node.at('high').text()),
    source: facts.maybe('source', (source) => source.text()) ?? families().at('source').text(),
  };
};

/** What dies of a part, or of its family, are like, where its own are not published. */
export const familyDie = (id: string, family: string): FamilyDie | undefined =>
  families().at('parts').maybe(id, dieOf) ?? families().at('families').maybe(family, dieOf);

/** Whether parts of a family are used with their defects, so that yield does not fall with area. */
export const worksAroundDefects = (family: string): boolean =>
  families()
    .at('redundant')
    .list()
    .some((name) => name.text() === family);
