import type { SourceRange } from '../../text/located';
import { formatQuantity, formatShare } from '../../units/format';
import type { Model } from '../model';
import type { GivenBeside } from '../read';
import { type Footprint, type Shares, sharesOf, type Sizes, sizesOf } from './effect';
import { meaningOf } from './meanings';
import { neighbours } from './neighbours';
import { tryRead } from './try-read';

/** What another value of a field would make of the model; all but `value` are differences to it as it stands. */
export interface FieldChange extends Footprint {
  /** As it would be written. */
  readonly value: string;
}

export interface FieldExplanation {
  readonly path: string;
  /** Where the value stands in the text. */
  readonly range: SourceRange;
  readonly title: string;
  readonly sentences: readonly string[];
  /** Share of the model's parameters in modules that this field sizes, 0 … 1. */
  readonly parametersShare?: number;
  /** Share of the operations of a step, likewise. */
  readonly flopsShare?: number;
  readonly change?: FieldChange;
}

const difference = (after: Footprint, before: Footprint): Footprint => ({
  parameters: after.parameters - before.parameters,
  weightBytes: after.weightBytes - before.weightBytes,
  kvBytesPerToken: after.kvBytesPerToken - before.kvBytesPerToken,
  flops: after.flops - before.flops,
});

const changesSomething = ({ parameters, weightBytes, kvBytesPerToken, flops }: Footprint): boolean =>
  [parameters, weightBytes, kvBytesPerToken, flops].some((value) => value !== 0);

const signed = (value: number, text: string): string => (value > 0 ? `+${text}` : `−${text}`);

const relative = (value: number, whole: number): string =>
  whole === 0 ? '' : ` (${signed(value, formatShare(Math.abs(value) / whole))})`;

const changeSentence = (change: FieldChange, before: Footprint): string => {
  const parts = [
    { value: change.parameters, whole: before.parameters, unit: 'parameters', of: ' parameters' },
    { value: change.weightBytes, whole: before.weightBytes, unit: 'B', of: ' of weights' },
    { value: change.kvBytesPerToken, whole: before.kvBytesPerToken, unit: 'B', of: ' of KV cache per token' },
    { value: change.flops, whole: before.flops, unit: 'flop', of: ' per step' },
  ] as const;
  const told = parts
    .filter(({ value }) => value !== 0)
    .map(({ value, whole, unit, of }) => {
      const amount = formatQuantity(Math.abs(value), unit).replace(/ parameters$/, '');
      return `${signed(value, amount)}${of}${relative(value, whole)}`;
    });
  return `With ${change.value}: ${told.join(', ')}.`;
};

const shareSentence = ({ parameters, flops }: Shares): readonly string[] => {
  const parts = [
    ...(parameters > 0 ? [`${formatShare(parameters)} of the parameters`] : []),
    ...(flops > 0 ? [`${formatShare(flops)} of a step's operations`] : []),
  ];
  return parts.length === 0 ? [] : [`It sizes modules with ${parts.join(' and ')}.`];
};

/** What a model of a config would gain and lose by another value of a field; undefined where that cannot be. */
export const explainValue = (
  config: { readonly text: string; readonly name: string; readonly model: Model },
  path: string,
  value: string,
): FieldChange | undefined => {
  const range = config.model.fields.get(path)?.value;
  if (range === undefined) return undefined;
  const { text, name } = config;
  const changed = tryRead(text.slice(0, range.start) + value + text.slice(range.end), name);
  return changed === undefined
    ? undefined
    : { value, ...difference(sizesOf(changed), sizesOf(config.model)) };
};

interface Explained {
  readonly text: string;
  readonly name: string;
  readonly model: Model;
  readonly given: GivenBeside;
}

/** Answers for one config, which is read and sized once. */
export interface FieldExplainer {
  /** The fields that play a part in the model, by their dotted paths. */
  readonly fields: Model['fields'];
  /** @returns undefined where nothing is known of the field. */
  readonly explain: (path: string) => FieldExplanation | undefined;
}

/**
 * What a field of a config is, how much of the model it sizes, and what its next reasonable value would change.
 * The effect is found by reading the config again with that value in its place, so it holds for every family.
 */
const explained = (
  { text, name, model, given }: Explained,
  before: Sizes,
  path: string,
): FieldExplanation | undefined => {
  const range = model.fields.get(path)?.value;
  if (range === undefined) return undefined;
  const known = meaningOf(path);
  const sentences = known === undefined ? [] : [known.meaning];
  for (const value of neighbours(path, text.slice(range.start, range.end))) {
    const changed = tryRead(text.slice(0, range.start) + value + text.slice(range.end), name, given);
    if (changed === undefined) continue;
    const after = sizesOf(changed);
    const effect = difference(after, before);
    if (!changesSomething(effect)) continue;
    const change: FieldChange = { value, ...effect };
    const shares = sharesOf(before.modules, after.modules);
    return {
      path,
      range,
      title: known?.title ?? path,
      sentences: [...sentences, ...shareSentence(shares), changeSentence(change, before)],
      ...(shares.parameters > 0 ? { parametersShare: shares.parameters } : {}),
      ...(shares.flops > 0 ? { flopsShare: shares.flops } : {}),
      change,
    };
  }
  if (known === undefined) return undefined;
  return { path, range, title: known.title, sentences };
};

/** @param given What is told beside the config. @returns undefined where the config is not valid. */
export const fieldExplainer = (
  text: string,
  name: string,
  given: GivenBeside = {},
): FieldExplainer | undefined => {
  const model = tryRead(text, name, given);
  if (model === undefined) return undefined;
  let sizes: Sizes | undefined;
  return {
    fields: model.fields,
    explain: (path) => explained({ text, name, model, given }, (sizes ??= sizesOf(model)), path),
  };
};

/**
 * Of one field of a config.
 * @param path Dotted path of the field, as in `Model.fields`.
 * @returns undefined where the config is not valid or the field plays no part in the model.
 */
export const explainField = (text: string, name: string, path: string): FieldExplanation | undefined =>
  fieldExplainer(text, name)?.explain(path);
