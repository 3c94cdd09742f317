import type { Choice, DeploymentChange, PanelContent } from '../../protocol/panel-state';
import { isDtype } from '../../core/workload/dtype';
import type { ZoneSearch } from '../panel/zone-search';
import { pick, type PickItem, type } from './steps';
import type { Place, Step } from './walk';

type Known = DeploymentChange;

const itemOf = ({ id, label, detail }: Choice): PickItem<string> => ({
  value: id,
  label,
  ...(id === label ? {} : { description: id }),
  ...(detail === undefined ? {} : { detail }),
});

const wholeNumbers = (text: string, count: number, least: number): readonly number[] | undefined => {
  const numbers = text
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const fine =
    numbers.length === count && numbers.every((value) => Number.isSafeInteger(value) && value >= least);
  return fine ? numbers : undefined;
};

const count = (place: Place, prompt: string, value: number | undefined, least = 1) =>
  type(place, {
    prompt,
    value: String(value ?? least),
    parse: (text) => {
      const [number] = wholeNumbers(text, 1, least) ?? [];
      return number === undefined ? `Expected a whole number of at least ${least}` : { value: number };
    },
  });

/** Keeps an answer's kind and adds its value to what is known. */
const extended = async <T>(
  answer: Promise<{ readonly value: T } | 'back' | 'cancelled'>,
  extend: (value: T) => Known,
) => {
  const given = await answer;
  return typeof given === 'string' ? given : { value: extend(given.value) };
};

const hardware =
  (accelerators: readonly Choice[]): Step<Known> =>
  (known, place) =>
    extended(
      pick(place, {
        placeholder: 'Accelerator',
        items: accelerators.map(itemOf),
        selected: known.accelerator,
      }),
      (accelerator) => ({ ...known, accelerator }),
    );

const howMany: Step<Known> = (known, place) =>
  extended(count(place, 'How many of them', known.count), (value) => ({ ...known, count: value }));

const format =
  (formats: readonly Choice[]): Step<Known> =>
  (known, place) =>
    extended(
      pick(place, {
        placeholder: 'Format of the weights',
        items: formats.map(itemOf),
        selected: known.dtype,
      }),
      (id) => ({ ...known, ...dtypeOf(id) }),
    );

/** Ways to divide the model over so many accelerators. */
export type DivisionSearch = (count: number) => Promise<readonly Choice[]>;

const division =
  (search: DivisionSearch): Step<Known> =>
  async (known, place) => {
    const items = (await search(known.count ?? 1)).map(({ id, label }) => ({ value: id, label }));
    return extended(
      pick(place, {
        placeholder:
          'How the model is divided: tensor (TP), pipeline (PP), context (CP), data (DP), experts (EP)',
        items,
        selected: items.some(({ value }) => value === known.division) ? known.division : items[0]?.value,
      }),
      (id) => ({ ...known, division: id }),
    );
  };

const dtypeOf = (id: string): Pick<Known, 'dtype'> => (isDtype(id) ? { dtype: id } : {});

const batch: Step<Known> = (known, place) =>
  extended(count(place, 'Batch: sequences in flight together', known.batch), (value) => ({
    ...known,
    batch: value,
  }));

const lengths: Step<Known> = (known, place) =>
  extended(
    type(place, {
      prompt: 'Tokens per request: input and output',
      value: `${known.input ?? 512} ${known.output ?? 128}`,
      parse: (text) => {
        const [input, output] = wholeNumbers(text, 2, 1) ?? [];
        return input === undefined || output === undefined
          ? 'Expected two whole numbers, such as 512 128'
          : { value: { input, output } };
      },
    }),
    (value) => ({ ...known, ...value }),
  );

/** A question about one of the inputs that not every model has. */
const more =
  (key: 'images' | 'frames' | 'steps', prompt: string, own: number | undefined): Step<Known> =>
  (known, place) =>
    extended(count(place, prompt, known[key] ?? own, key === 'images' ? 0 : 1), (value) => ({
      ...known,
      [key]: value,
    }));

/** How long, how many: what acts on the model. */
const inputSteps = ({ deployment, choices: { inputs } }: PanelContent): readonly Step<Known>[] => {
  const { images, frames, steps }: Known = deployment;
  return [
    ...(inputs.some((name) => name === 'input' || name === 'output') ? [lengths] : []),
    ...(inputs.includes('images') ? [more('images', 'Images in each prompt', images)] : []),
    ...(inputs.includes('frames') ? [more('frames', 'Frames of the video', frames)] : []),
    ...(inputs.includes('steps') ? [more('steps', 'Denoising steps', steps)] : []),
  ];
};

const zone =
  (current: Choice, search: ZoneSearch): Step<Known> =>
  async (known, place) => {
    const find = async (query: string) => (await search(query)).map(itemOf);
    const others = (await find('')).filter(({ value }) => value !== current.id);
    return extended(
      pick(place, {
        placeholder: 'Where it runs: type a country, a zone or a cloud region',
        items: [itemOf(current), ...others],
        selected: known.zone,
        search: find,
      }),
      (value) => ({ ...known, zone: value }),
    );
  };

/** The questions of What If: fewer for a trace, whose run is what it was, and for one accelerator, which divides nothing. */
export const whatIfSteps =
  (content: PanelContent, zones: ZoneSearch, divisions: DivisionSearch) =>
  ({ count: many = 1 }: Known): readonly Step<Known>[] => {
    const { kind, choices } = content;
    return [
      hardware(choices.accelerators),
      howMany,
      ...(kind === 'model' && many > 1 ? [division(divisions)] : []),
      ...(kind === 'model' ? [format(choices.dtypes), batch, ...inputSteps(content)] : []),
      zone(choices.zone, zones),
    ];
  };
