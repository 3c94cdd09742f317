import data from './tokenizers.yaml';

/** A published tokenizer. */
export interface Tokenizer {
  readonly words: number;
  readonly source: string;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const entries = (): readonly (Tokenizer & { readonly name: RegExp })[] => {
  const listed = isRecord(data) && Array.isArray(data['tokenizers']) ? data['tokenizers'] : [];
  return listed.map((entry: unknown) => {
    const { name, words, source } = isRecord(entry) ? entry : {};
    if (typeof name !== 'string' || typeof words !== 'number' || typeof source !== 'string')
      throw new Error('tokenizers.yaml: an entry without name, words or source');
    return { name: new RegExp(name, 'i'), words, source };
  });
};

/** The tokenizer that models of this name are trained with; undefined where the name does not fix it. */
export const tokenizerOf = (model: string): Tokenizer | undefined =>
  entries().find(({ name }) => name.test(model));
