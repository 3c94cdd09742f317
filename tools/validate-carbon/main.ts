import { account } from '../../src/core/carbon/account';
import { actEstimate } from '../../src/core/carbon/embodied/act-part';
import { embodiedOf } from '../../src/core/carbon/embodied/embodied';
import { dataFile } from '../../src/core/carbon/data';
import { catalogue } from '../../src/core/hardware/catalogue';
import { replacePart } from '../document/replace-part';
import { actCases } from './act-cases';
import runsFile from './runs.yaml';

/** Recomputes published runs and footprints and rewrites the carbon part of docs/validation.md. */
const DOCUMENT = 'docs/validation.md';
const [BEGIN, END] = ['<!-- carbon: written by npm run validate:carbon -->', '<!-- end of carbon -->'];
const GRAMS_PER_TONNE = 1e6;
const GRAMS_PER_KG = 1000;

const percent = (ours: number, published: number): string => {
  if (published === 0) return ours === 0 ? '0.0 %' : 'not a ratio';
  const off = (ours / published - 1) * 100;
  return `${off > 0 ? '+' : ''}${off.toFixed(1)} %`;
};

const runs = dataFile(runsFile, 'runs.yaml')
  .list()
  .map((run) => {
    const [hours, power, energy] = ['hours', 'power', 'energy'].map((key) =>
      run.maybe(key, (value) => value.number()),
    );
    const [pue, intensity] = [run.at('pue').number(), run.at('intensity').number()];
    const energyKwh = energy === undefined ? undefined : energy * 1000;
    const tonnes =
      account({ hours, power, energyKwh, pue, intensity }).carbon.operational.mid / GRAMS_PER_TONNE;
    const published = run.at('published').number();
    const spent = energy === undefined ? `${hours?.toLocaleString('en')} h × ${power} W` : `${energy} MWh`;
    const [model, source, why] = ['model', 'source', 'why'].map((key) => run.at(key).text());
    return `| ${model} | ${spent} | ${pue} | ${intensity} | ${published} | ${tonnes.toFixed(3)} | ${percent(tonnes, published)} | ${why} | ${source} |`;
  });

const kg = (grams: number | undefined) =>
  grams === undefined ? 'unknown' : (grams / GRAMS_PER_KG).toFixed(1);
const parts = [...catalogue().values()].flatMap((part) => {
  const found = embodiedOf(part);
  if (found === undefined) return [];
  const { low, mid, high } = found.perDevice;
  const own = found.layer === 'vendor' ? kg(actEstimate(part)?.perDevice.mid) : '';
  return [`| ${part.name} | ${found.layer} | ${kg(low)} | ${kg(mid)} | ${kg(high)} | ${own} |`];
});

const act = actCases().map(
  ({ name, published, ours, why }) =>
    `| ${name} | ${published} | ${ours === undefined ? 'unknown' : ours.toPrecision(String(published).replace('.', '').length)} | ${ours === undefined ? '' : percent(ours, published)} | ${why} |`,
);

const section = `${BEGIN}

## Carbon: recomputed against published

Operational carbon of ${runs.length} published runs from their own inputs, hours × power × PUE × intensity. That the figures agree says
that the formula is the same, not that a meter would: most of those given in hours take the part's TDP for its power.

| Run | Work | PUE | g/kWh | Published, t | Computed, t | Off by | Why | Source |
| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- |
${runs.join('\n')}

Not recomputed: Llama 3.1, 3.2 and 4 state hours and power, but neither PUE nor grid (their product would be 0.39 to 0.42 kg/kWh); Llama
3.3 70B states 12.9 t for hours that in the card of Llama 3.1 are 2,040 t; Gemma, Mistral Large and Gemini state no inputs.

### Embodied carbon of the catalogue

Per accelerator with its board, kg CO2e, cradle to gate. The layer \`vendor\` is a published footprint, \`act\` ACT's equation over the part's
own die and memory, \`family\` the same over the dies of its family. Where there is a published footprint, the last column is what the
equation says.

| Accelerator | Layer | Low | Best | High | By the equation |
| --- | --- | ---: | ---: | ---: | ---: |
${parts.join('\n')}

### Embodied carbon: ACT's own cases

| Case | ACT, kg | Here, kg | Off by | Why |
| --- | ---: | ---: | ---: | --- |
${act.join('\n')}

${END}`;

replacePart(DOCUMENT, { begin: BEGIN, end: END, part: section });
