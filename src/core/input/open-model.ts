import { readGguf } from '../models/formats/gguf/format';
import { isGguf } from '../models/formats/gguf/header';
import type { OpenBeside } from '../models/formats/gguf/split';
import type { Model } from '../models/model';
import type { GivenBeside } from '../models/read';
import { readModelBeside } from '../models/read-beside';
import { Problem } from '../problem';
import { MAX_CONFIG_BYTES } from '../text/json';
import { MoreInput } from '../traces/faults';
import { joined } from '../traces/scan/joined';
import { decodeUtf8 } from '../traces/scan/text';
import { type ReadBeside, type TextsBeside, textsBeside } from './beside';
import { pull, type Pulled, resumed } from './pulled';

export interface OpenedModel {
  readonly kind: 'model';
  readonly model: Model;
  readonly text: string;
  /** What was read with it. */
  readonly beside?: TextsBeside;
}

/** Other files of the file's folder, where it has one. */
export interface ModelOptions extends GivenBeside {
  readonly openBeside?: OpenBeside;
  readonly readBeside?: ReadBeside;
  /** What it would read, where that is at hand. */
  readonly beside?: TextsBeside;
}

/** What was pulled of a file to tell what it is, and the rest of it. */
interface Begun {
  readonly source: AsyncIterator<Uint8Array>;
  readonly pulled: Pulled;
  readonly head: Uint8Array;
}

/** Reads what is no trace. @throws Problem when it is no model config either, or broken */
export const openModel = async (
  { source, pulled, head }: Begun,
  name: string,
  options: ModelOptions,
): Promise<OpenedModel> => {
  if (isGguf(head)) {
    const model = await readGguf(resumed(pulled, source), name, decodeUtf8, options.openBeside);
    return { kind: 'model', model, text: '' };
  }
  const ended = await pull(source, pulled, MAX_CONFIG_BYTES + 1);
  const { damage } = pulled;
  if (damage !== undefined && !(damage instanceof MoreInput))
    throw new Problem(
      `${damage.message.split(/[,;] /)[0] ?? ''}, and no trace stands before; expected a whole file`,
    );
  if (!ended) {
    throw new Problem(
      `larger than ${MAX_CONFIG_BYTES / 2 ** 20} MB, and no profiler trace; expected a model config`,
    );
  }
  const whole = joined(pulled.parts);
  const binary = whole.findIndex((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20));
  if (binary !== -1)
    throw new Problem('not text; expected a model config or a profiler trace', { byte: binary });
  const text = decodeUtf8(whole);
  const { vocabulary, readBeside } = options;
  const beside =
    options.beside ?? (readBeside === undefined ? undefined : await textsBeside(text, name, readBeside));
  const given = vocabulary === undefined ? {} : { vocabulary };
  return {
    kind: 'model',
    model: readModelBeside(text, name, beside, given),
    text,
    ...(beside === undefined ? {} : { beside }),
  };
};
