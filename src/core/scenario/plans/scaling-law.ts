import { dataFile, once } from '../../carbon/data';
import lawFile from './scaling-law.yaml';

const law = once(() => {
  const file = dataFile(lawFile, 'plans/scaling-law.yaml');
  const term = (name: string) => ({
    factor: file.at(name).at('factor').number(),
    exponent: file.at(name).at('exponent').number(),
  });
  return {
    source: file.at('source').text(),
    irreducible: file.at('irreducible').number(),
    parameters: term('parameters'),
    tokens: term('tokens'),
  };
});

export const lossSource = (): string => law().source;

/**
 * Cross-entropy, nats per token, of a dense decoder trained once over its tokens: L(N, D) = E + A/N^α + B/D^β
 * (arXiv:2203.15556, equation 10). A proxy: it ranks sizes, and knows neither a model's shape nor its format.
 */
export const lossOf = (parameters: number, tokens: number): number => {
  const { irreducible, parameters: n, tokens: d } = law();
  return irreducible + n.factor / parameters ** n.exponent + d.factor / tokens ** d.exponent;
};
