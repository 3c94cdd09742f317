import type { Accelerator } from '../../hardware/accelerator';
import type { Facts } from '../../hardware/facts';
import type { Assumption } from '../../units/provenance';
import { grams } from '../../units/quantity';
import { exactly } from '../../units/range';
import { dataFile, once } from '../data';
import type { Embodied } from './embodied';
import type { ServerShare } from './server';
import vendorFile from './vendor.yaml';

const GRAMS_PER_KG = 1000;
const file = once(() => dataFile(vendorFile, 'embodied/vendor.yaml'));

interface Figure {
  readonly kg: number;
  readonly source: string;
}
const figure = (facts: Facts): Figure => ({ kg: facts.at('kg').number(), source: facts.at('source').text() });

/** The part's published footprint, spread over what other sources say of it. */
export const vendorFootprint = (part: Accelerator): Embodied | undefined =>
  file()
    .at('parts')
    .maybe(part.id, (facts) => {
      const own = figure(facts);
      const others = facts.maybe('others', (list) => list.list().map(figure)) ?? [];
      const spread = others.length > 0 ? spreadOf(own, others) : usualSpread(own);
      const assumption: Assumption = {
        id: 'embodied.accelerator',
        value: own.kg * GRAMS_PER_KG,
        unit: 'gCO2e',
        source: own.source,
        low: spread.low * GRAMS_PER_KG,
        high: spread.high * GRAMS_PER_KG,
        note: spread.reason,
      };
      return {
        perDevice: {
          low: grams(spread.low * GRAMS_PER_KG),
          mid: grams(own.kg * GRAMS_PER_KG),
          high: grams(spread.high * GRAMS_PER_KG),
        },
        layer: 'vendor' as const,
        assumptions: [assumption],
      };
    });

interface Spread {
  readonly low: number;
  readonly high: number;
  readonly reason: string;
}

const spreadOf = (own: Figure, others: readonly Figure[]): Spread => {
  const all = [own.kg, ...others.map(({ kg }) => kg)];
  return {
    low: Math.min(...all),
    high: Math.max(...all),
    reason: others.map(({ kg, source }) => `${kg} kg: ${source}`).join('; '),
  };
};

const usualSpread = ({ kg }: Figure): Spread => {
  const facts = file().at('spread');
  return {
    low: kg * facts.at('low').number(),
    high: kg * facts.at('high').number(),
    reason: facts.at('source').text(),
  };
};

/** The server share that the same publication gives for the part. */
export const vendorServer = (part: Accelerator): ServerShare | undefined =>
  file()
    .at('parts')
    .maybe(part.id, (facts) =>
      facts.maybe('server', (server) => {
        const { kg, source } = figure(server);
        const value = kg * GRAMS_PER_KG;
        return {
          perDevice: exactly(grams(value)),
          assumptions: [{ id: 'embodied.server', value, unit: 'gCO2e', source, note: 'per accelerator' }],
        };
      }),
    );
