import { Decompress } from 'fzstd';
import { DamagedInput } from '../../core/traces/faults';
import type { Container } from './container';

/** Node 20 has no Zstandard of its own; this decoder is plain JavaScript and runs on the reading thread. */
async function* decompress(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const stream = new Decompress((chunk) => ready.push(chunk));
  const push = (chunk: Uint8Array, final: boolean): void => {
    try {
      stream.push(chunk, final);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new DamagedInput(`the Zstandard data is damaged (${reason}); what stands before is used`);
    }
  };
  for await (const chunk of chunks) {
    push(chunk, false);
    yield* ready;
    ready = [];
  }
  push(new Uint8Array(0), true);
  yield* ready;
}

export const zstd: Container = {
  id: 'zstd',
  sniff: (head) => head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd,
  unpack: ({ chunks }) => decompress(chunks),
};
