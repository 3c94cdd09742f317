import { HEAD_BYTES, looksLikeTrace } from '../../core/input/kind';
import { pull, type Pulled, resumed } from '../../core/input/pulled';
import { isRankFile } from '../../core/input/rank-files';
import { Problem } from '../../core/problem';
import { MAX_CONFIG_BYTES } from '../../core/text/json';
import { MoreInput } from '../../core/traces/faults';
import { joined } from '../../core/traces/scan/joined';
import { ByteQueue } from './byte-queue';
import type { Container } from './container';
import { contentOf, type Entry, nextEntry, passOver } from './zip-entry';

/** What stands beside files in an archive: folders, and what systems and programs keep for themselves. */
const BESIDE = /\/$|(^|\/)(__MACOSX\/|\.)/;
/** Texts for people, which are taken for a config only where there is nothing else. */
const NOTES = /\.(txt|md|log|html?|pdf|png)$/i;
/** What torch.save() writes first. */
const CHECKPOINT = /^[^/]*\/data\.pkl$/;
const MOST_NAMES = 3;

/** As much of a file as could be a config. */
const beginningOf = async (content: AsyncIterable<Uint8Array>): Promise<readonly Uint8Array[]> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of content) {
    if (length <= MAX_CONFIG_BYTES) parts.push(chunk);
    length += chunk.length;
  }
  return parts;
};

const more = (shown: Entry, others: readonly string[]): MoreInput => {
  const left = others.length - MOST_NAMES;
  const names = [...others.slice(0, MOST_NAMES), ...(left > 0 ? [`${left} more`] : [])].join(', ');
  return new MoreInput(
    `of this zip archive "${shown.name}" is shown, and ${names} beside it not; unpack it and open the folder to see one trace a rank`,
  );
};

/**
 * The first file that is a trace by its content, be it packed once more; without one the first file that is not for people.
 * @param isPacked whether a file that begins so is packed
 */
async function* wantedFile(
  chunks: AsyncIterable<Uint8Array>,
  isPacked: (head: Uint8Array) => boolean,
): AsyncGenerator<Uint8Array> {
  const queue = new ByteQueue(chunks);
  let config: readonly Uint8Array[] | undefined;
  let notes: readonly Uint8Array[] | undefined;
  let shown: Entry | undefined;
  const others: string[] = [];
  try {
    for (let entry = await nextEntry(queue); entry !== undefined; entry = await nextEntry(queue)) {
      if (CHECKPOINT.test(entry.name))
        throw new Problem('a checkpoint of PyTorch (torch.save); expected a trace or a config');
      if (shown !== undefined || BESIDE.test(entry.name)) {
        if (!BESIDE.test(entry.name) && isRankFile(entry.name)) others.push(entry.name);
        await passOver(queue, entry);
        continue;
      }
      const content = contentOf(queue, entry);
      const pulled: Pulled = { parts: [] };
      await pull(content, pulled, HEAD_BYTES);
      const head = joined(pulled.parts);
      const whole = resumed(pulled, content);
      if (looksLikeTrace(head) || isPacked(head)) {
        shown = entry;
        yield* whole;
      } else {
        const beginning = await beginningOf(whole);
        if (head.length === 0) continue;
        if (NOTES.test(entry.name)) notes ??= beginning;
        else config ??= beginning;
      }
    }
  } finally {
    await queue.close();
  }
  if (shown !== undefined) {
    if (others.length > 0) throw more(shown, others);
    return;
  }
  const first = config ?? notes;
  if (first === undefined)
    throw new Problem('this zip archive holds no file; expected one with a trace', { byte: 0 });
  yield* first;
}

/** Signatures that archives begin with: of a file, and of the directory where there is none. */
const SIGNATURES: readonly string[] = ['PK\x03\x04', 'PK\x05\x06'];

export const zip = (isPacked: (head: Uint8Array) => boolean): Container => ({
  id: 'zip',
  sniff: (head) => SIGNATURES.includes(Buffer.from(head.subarray(0, 4)).toString('latin1')),
  unpack: ({ chunks }) => wantedFile(chunks, isPacked),
});
