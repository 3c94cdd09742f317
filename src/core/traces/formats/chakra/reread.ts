import type { SliceArgumentName } from '../../columns';
import type { EventReader, WrittenField } from '../../written/event';
import type { WrittenMember, WrittenValue } from '../../written/value';
import { ChakraDocument } from './json-document';
import { jsonNode } from './json-node';
import { Messages } from './messages';
import type { ChakraNode } from './node';
import { readNode } from './protobuf';

/** Attributes that columns keep. */
const COLUMNS: Readonly<Record<string, SliceArgumentName>> = {
  stream: 'stream',
  seq_id: 'sequenceNumber',
  collective_name: 'collective',
  pg_name: 'groupName',
  pg_size: 'groupSize',
  in_msg_nelems: 'inElements',
  out_msg_nelems: 'outElements',
  dtype: 'elementType',
};

const attribute = (key: string, value: WrittenValue): WrittenField => ({
  part: 'arguments',
  key,
  value,
  ...(Object.hasOwn(COLUMNS, key) ? { column: COLUMNS[key] } : {}),
});

/** Rows number the nodes that are some. */
class Countdown {
  fields: readonly WrittenField[] | undefined;

  constructor(private left: number) {}

  pass(fields: () => readonly WrittenField[]): void {
    if (this.left-- === 0) this.fields = fields();
  }
}

export class JsonEvent implements EventReader {
  readonly #countdown: Countdown;
  readonly #document = new ChakraDocument({
    scalar: () => undefined,
    node: (value, written) => {
      if (jsonNode(value) !== undefined) this.#countdown.pass(() => jsonFields(written()));
    },
  });

  constructor(row: number) {
    this.#countdown = new Countdown(row);
  }

  feed(chunk: Uint8Array): boolean {
    this.#document.feed(chunk);
    return this.#countdown.fields !== undefined;
  }

  end(): readonly WrittenField[] | undefined {
    return this.#countdown.fields;
  }
}

/** What is shown of each event anyway. */
const SHOWN: ReadonlySet<string> = new Set(['name', 'ts', 'dur', 'cat']);

const membersOf = (value: WrittenValue | undefined): readonly WrittenMember[] =>
  value?.kind === 'object' ? value.members : [];

/** The node's fields, and its attributes as if they were its own. */
const jsonFields = (node: WrittenValue): readonly WrittenField[] =>
  membersOf(node).flatMap(([key, value]) => {
    if (SHOWN.has(key)) return [];
    if (key !== 'attrs' || value.kind !== 'list') return [attribute(key, value)];
    return value.items.flatMap((item) => {
      const of = new Map(membersOf(item));
      const [name, written] = [of.get('name'), of.get('value')];
      return name?.kind === 'text' && written !== undefined ? [attribute(name.text, written)] : [];
    });
  });

export class ProtobufEvent implements EventReader {
  readonly #countdown: Countdown;
  #hasMetadata = false;
  readonly #messages = new Messages((pbf, end) => {
    if (this.#hasMetadata) this.#countdown.pass(() => nodeFields(readNode(pbf, end)));
    this.#hasMetadata = true;
  });

  constructor(row: number) {
    this.#countdown = new Countdown(row);
  }

  feed(chunk: Uint8Array): boolean {
    this.#messages.feed(chunk);
    return this.#countdown.fields !== undefined;
  }

  end(): readonly WrittenField[] | undefined {
    return this.#countdown.fields;
  }
}

const word = (value: number): WrittenValue => ({ kind: 'word', text: String(value) });

const nodeFields = ({ id, dependencies, attributes }: ChakraNode): readonly WrittenField[] => [
  attribute('id', word(id)),
  attribute('depends on', { kind: 'list', items: dependencies.map(word) }),
  ...[...attributes].map(([key, value]) =>
    attribute(key, typeof value === 'number' ? word(value) : { kind: 'text', text: value }),
  ),
];
