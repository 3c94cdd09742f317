import { Problem } from '../../../problem';
import { type Decode, type GgufHeader, isGguf, readGgufHeader } from './header';

/** Opens a file in the folder of another by its name. */
export type OpenBeside = (name: string) => AsyncIterable<Uint8Array>;

const numberOf = ({ metadata }: GgufHeader, key: string): number | undefined => {
  const value = metadata.get(key);
  return typeof value === 'number' ? value : undefined;
};

/** `model-00002-of-00003.gguf`, as llama-gguf-split names its files. */
const PART = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i;

/** @throws Problem where it is no GGUF file. */
async function* checked(chunks: AsyncIterable<Uint8Array>, name: string): AsyncIterable<Uint8Array> {
  let first = true;
  for await (const chunk of chunks) {
    if (first && !isGguf(chunk)) throw new Problem(`${name} is no GGUF file; expected a part of this model`);
    first = false;
    yield chunk;
  }
}

/**
 * The header of a model that is split over several files: the metadata of the first, the tensors of all
 * (ggml-org/llama.cpp, tools/gguf-split). A file that holds all of its model is left as it is.
 * @throws Problem where the other files are not beside it, or are another model's.
 */
export const wholeHeader = async (
  header: GgufHeader,
  name: string,
  decode: Decode,
  openBeside?: OpenBeside,
): Promise<GgufHeader> => {
  const count = numberOf(header, 'split.count') ?? 1;
  if (count <= 1) return header;
  const own = (numberOf(header, 'split.no') ?? 0) + 1;
  const [, stem, , total] = PART.exec(name.replace(/^.*[\\/]/, '')) ?? [];
  if (openBeside === undefined || stem === undefined || Number(total) !== count)
    throw new Problem(
      `this is file ${own} of ${count} of a split model; expected all of them in one folder, named like model-00001-of-${String(count).padStart(5, '0')}.gguf`,
    );
  const parts: GgufHeader[] = [];
  for (let part = 1; part <= count; part++) {
    const beside = `${stem}-${String(part).padStart(5, '0')}-of-${total}.gguf`;
    parts.push(part === own ? header : await readGgufHeader(checked(openBeside(beside), beside), decode));
  }
  const tensors = parts.flatMap((part) => part.tensors);
  const expected = numberOf(header, 'split.tensors.count');
  if (expected !== undefined && tensors.length !== expected)
    throw new Problem(
      `the ${count} files hold ${tensors.length} tensors; expected ${expected} of this model`,
    );
  const [first = header] = parts;
  return { ...first, tensors };
};
