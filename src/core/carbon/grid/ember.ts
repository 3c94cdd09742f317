import { averageIntensity, marginalIntensity } from '@tgwf/co2/data';
import { dataFile, once } from '../data';
import countriesFile from './countries.yaml';

export const EMBER_SOURCE =
  'Ember, yearly average intensity (2022 to 2024 by country; CC BY-SA 4.0), via @tgwf/co2 0.19.0';
export const MARGINAL_SOURCE =
  'UNFCCC, operating margin 2021 (Green Web Foundation, CC BY-SA 4.0), via @tgwf/co2 0.19.0';
export const MARGINAL_YEAR = 2021;

export interface Country {
  readonly alpha3: string;
  readonly alpha2?: string;
  readonly name: string;
}

const countries = once(() => {
  const named = new Map(
    dataFile(countriesFile, 'grid/countries.yaml')
      .at('countries')
      .entries()
      .map(([alpha3, node]): [string, Country] => [
        alpha3,
        { alpha3, alpha2: node.at('alpha2').text(), name: node.at('name').text() },
      ]),
  );
  return new Map(
    Object.keys(averageIntensity.data).map((alpha3): [string, Country] => [
      alpha3,
      named.get(alpha3) ?? { alpha3, name: aggregateName(alpha3) },
    ]),
  );
});

/** "LATIN AMERICA AND CARIBBEAN" and "WORLD" as a reader expects them; abbreviations such as "EU" stay. */
const aggregateName = (key: string): string =>
  key.length <= 5 && key !== 'WORLD'
    ? key
    : key.toLowerCase().replace(/\b(?!and\b)[a-z]/g, (letter) => letter.toUpperCase());

/** Ember's countries (ISO 3166-1 alpha-3) and aggregates. */
export const emberCountries = (): readonly Country[] => [...countries().values()];
export const countryByAlpha3 = (alpha3: string): Country | undefined => countries().get(alpha3);
export const countryByAlpha2 = (alpha2: string): Country | undefined =>
  emberCountries().find((country) => country.alpha2 === alpha2);

/** gCO2e/kWh. A zero here is what Ember publishes, not a gap. */
export const emberIntensity = (alpha3: string): number | undefined => averageIntensity.data[alpha3];

/** gCO2e/kWh of the operating margin: what one more kilowatt-hour causes. The dataset holds it as text. */
export const marginalIntensityOf = (alpha3: string): number | undefined => {
  const text = marginalIntensity.data[alpha3];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new Error(`@tgwf/co2: marginal intensity of ${alpha3} is ${text}`);
  return value;
};
