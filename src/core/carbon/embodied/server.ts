import type { Accelerator } from '../../hardware/accelerator';
import type { Assumption } from '../../units/provenance';
import { type GramsCO2e, grams } from '../../units/quantity';
import type { Range } from '../../units/range';
import { dataFile, once } from '../data';
import { sourcedRange } from './act-data';
import serverFile from './server.yaml';
import { vendorServer } from './vendor';

const GRAMS_PER_KG = 1000;
/** Above this many, `perNode` is a pod of many servers. */
const MOST_IN_ONE_SERVER = 16;

export interface ServerShare {
  /** Of one accelerator. */
  readonly perDevice: Range<GramsCO2e>;
  readonly assumptions: readonly Assumption[];
}

const server = once(() => {
  const file = dataFile(serverFile, 'embodied/server.yaml');
  return {
    accelerators: file.at('accelerators').number(),
    note: file.at('note').text(),
    processorsOnly: {
      family: file.at('processorsOnly').at('family').text(),
      accelerators: file.at('processorsOnly').at('accelerators').number(),
      without: file.at('processorsOnly').at('without').text(),
    },
    components: file
      .at('components')
      .entries()
      .map(([name, facts]) => ({ name, ...sourcedRange(facts) })),
  };
});

/** The part's published server share, else the components of a usual server over its accelerators. */
export const serverEstimate = (part: Accelerator): ServerShare => vendorServer(part) ?? componentShare(part);

const componentShare = (part: Accelerator): ServerShare => {
  const { accelerators: usual, components: all, note, processorsOnly } = server();
  const own = part.perNode?.value;
  const isProcessor = part.family === processorsOnly.family;
  const components = isProcessor ? all.filter(({ name }) => name !== processorsOnly.without) : all;
  const accelerators = isProcessor
    ? processorsOnly.accelerators
    : own !== undefined && own > 1 && own <= MOST_IN_ONE_SERVER
      ? own
      : usual;
  const share = (kg: number) => (kg * GRAMS_PER_KG) / accelerators;
  const sum = (bound: 'low' | 'mid' | 'high') =>
    grams(components.reduce((total, component) => total + share(component[bound]), 0));
  return {
    perDevice: { low: sum('low'), mid: sum('mid'), high: sum('high') },
    assumptions: components.map(({ name, low, mid, high, source }, index) => ({
      id: `embodied.server.${name}`,
      value: share(mid),
      unit: 'gCO2e',
      source,
      ...(low === high ? {} : { low: share(low), high: share(high) }),
      note: `1/${accelerators} of a server${index === 0 ? `; ${note}` : ''}`,
    })),
  };
};
