import type { PbfReader } from 'pbf';
import type { Trace } from '../../columns';
import { Problem } from '../../../problem';
import { decodeLatin1 } from '../../scan/text';
import type { FormatReader, TraceFormat } from '../format';
import { ChakraDocument } from './json-document';
import { jsonNode } from './json-node';
import { Messages } from './messages';
import { readMetadata, readNode, startsWithNodes } from './protobuf';
import { JsonEvent, ProtobufEvent } from './reread';
import { ChakraRows } from './rows';

const EXPECTED =
  "expected nodes as PyTorch's ExecutionTraceObserver (JSON) or chakra_converter (protobuf) write them";

const nothing = (): Problem => new Problem(`the execution trace has no nodes; ${EXPECTED}`, { byte: 0 });

class JsonReader implements FormatReader {
  readonly #rows = new ChakraRows();
  readonly #document = new ChakraDocument({
    scalar: (key, value) => this.#rows.scalar(key, value),
    node: (value) => this.#rows.add(jsonNode(value)),
  });
  #bytes = 0;

  feed(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    this.#document.feed(chunk);
  }

  end(name: string): Trace {
    const truncatedAt = this.#document.end();
    if (this.#rows.length === 0) throw nothing();
    return this.#rows.done(name, this.#bytes, truncatedAt);
  }
}

class ProtobufReader implements FormatReader {
  readonly #rows = new ChakraRows();
  readonly #messages = new Messages((pbf, end) => this.#message(pbf, end));
  #hasMetadata = false;

  feed(chunk: Uint8Array): void {
    this.#messages.feed(chunk);
  }

  #message(pbf: PbfReader, end: number): void {
    try {
      if (this.#hasMetadata) this.#rows.add(readNode(pbf, end));
      else for (const [key, value] of readMetadata(pbf, end)) this.#rows.scalar(key, value);
      this.#hasMetadata = true;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw new Problem(`not a readable protobuf (${error.message}); ${EXPECTED}`, {
        byte: this.#messages.used,
      });
    }
  }

  end(name: string): Trace {
    if (this.#rows.length === 0) throw nothing();
    const { used, bytes } = this.#messages;
    return this.#rows.done(name, bytes, used < bytes ? bytes : undefined);
  }
}

/** Where the keys are that begin the document. */
const HEAD = 1024;
const FIRST_KEYS = /^\s*\{\s*"schema"\s*:\s*"\d+\.\d+\.\d+[^"]*"\s*,\s*"(pid|time|start_ts|nodes)"/;

/** Execution traces of PyTorch and Chakra (MLCommons): what ran and what depends on what; times where they were linked in. */
export const jsonFormat: TraceFormat = {
  id: 'chakra',
  title: 'Chakra execution trace (JSON)',
  sniff: (head) => FIRST_KEYS.test(decodeLatin1(head, 0, Math.min(head.length, HEAD))),
  read: () => new JsonReader(),
  reread: (row) => new JsonEvent(row),
};

export const protobufFormat: TraceFormat = {
  id: 'chakra-protobuf',
  title: 'Chakra execution trace (protobuf)',
  sniff: startsWithNodes,
  read: () => new ProtobufReader(),
  reread: (row) => new ProtobufEvent(row),
};
