import type { LocatedEntry, LocatedValue, SourceRange } from '../../../text/located';

type ObjectValue = LocatedValue & { readonly type: 'object' };

const FLAG = /--([a-z][a-z0-9_]*)(?:[ \t=]+"?([^\s"\\`-][^\s"\\`]*)"?)?/g;

const scalarOf = (word: string | undefined): string | number | boolean => {
  if (word === undefined) return true;
  const number = Number(word);
  return Number.isFinite(number) ? number : word;
};

const NUMBERS = /^\d+(,\d+)+$/;

/** A flag's value, with its place: true, a number, a word, or a list of numbers parted by commas. */
const valueOf = (word: string | undefined, range: SourceRange): LocatedValue =>
  word !== undefined && NUMBERS.test(word)
    ? {
        type: 'array',
        range,
        items: word.split(',').map((item) => ({ type: 'scalar', range, value: Number(item) })),
      }
    : { type: 'scalar', range, value: scalarOf(word) };

/** The flags of one command line, as an object. */
const parseCommand = (text: string, start: number, end: number): ObjectValue => {
  const entries = new Map<string, LocatedEntry>();
  for (const match of text.slice(start, end).matchAll(FLAG)) {
    const at = start + match.index;
    const key = { start: at, end: at + 2 + (match[1] ?? '').length };
    entries.set(match[1] ?? '', {
      key,
      value: valueOf(match[2], { start: key.end, end: at + match[0].length }),
    });
  }
  return { type: 'object', range: { start, end }, entries };
};

/** Command lines of a text; a backslash at a line's end carries on. */
const commandsOf = (text: string): readonly { readonly start: number; readonly end: number }[] => {
  const found: { start: number; end: number }[] = [];
  let start = 0;
  for (let end = text.indexOf('\n'); ; end = text.indexOf('\n', end + 1)) {
    const stop = end === -1 ? text.length : end;
    if (end === -1 || text[stop - 1] !== '\\') {
      found.push({ start, end: stop });
      start = stop + 1;
    }
    if (end === -1) return found;
  }
};

/** What a command says of the architecture. */
export const ARCHITECTURE_FLAGS = [
  'num_embeddings_per_feature',
  'num_embeddings',
  'embedding_dim',
  'dense_arch_layer_sizes',
  'over_arch_layer_sizes',
  'interaction_type',
  'dcn_num_layers',
  'dcn_low_rank_dim',
  'multi_hot_sizes',
  'interaction_branch1_layer_sizes',
  'interaction_branch2_layer_sizes',
] as const;

const told = (command: ObjectValue): number =>
  ARCHITECTURE_FLAGS.filter((flag) => command.entries.has(flag)).length;

/** Whether a text has a TorchRec DLRM command line in it: a script, or a README that shows some. */
export const hasFlags = (text: string): boolean =>
  text.includes('--embedding_dim') && text.includes('--num_embeddings_per_feature');

/** The command that says most of the architecture, as an object; of several such, the last. */
export const parseFlags = (text: string): ObjectValue =>
  commandsOf(text)
    .map(({ start, end }) => parseCommand(text, start, end))
    .reduce((best, command) => (told(command) >= told(best) ? command : best));
