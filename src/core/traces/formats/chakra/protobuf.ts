import { PbfReader } from 'pbf';
import { type ChakraNode, elementType, NodeType } from './node';

/** A value of `AttributeProto`; lists and bytes are passed over. */
const readAttribute = (pbf: PbfReader): { name: string; value: string | number | undefined } =>
  pbf.readMessage<{ name: string; value: string | number | undefined }>(
    (tag, attribute, reader) => {
      if (tag === 1) attribute.name = reader.readString();
      else if (tag === 3) attribute.value = reader.readDouble();
      else if (tag === 5) attribute.value = reader.readFloat();
      else if (tag === 7 || tag === 9) attribute.value = reader.readVarint(true);
      else if (tag === 11 || tag === 13) attribute.value = reader.readVarint();
      else if (tag === 15 || tag === 17) attribute.value = reader.readSVarint();
      else if (tag === 19) attribute.value = reader.readFixed32();
      else if (tag === 21) attribute.value = reader.readFixed64();
      else if (tag === 23) attribute.value = reader.readSFixed32();
      else if (tag === 25) attribute.value = reader.readSFixed64();
      else if (tag === 27) attribute.value = Number(reader.readBoolean());
      else if (tag === 29) attribute.value = reader.readString();
    },
    { name: '', value: undefined },
  );

/** `GlobalMetadata`: the version, and attributes such as `schema` and `pid`. */
export const readMetadata = (pbf: PbfReader, end: number): ReadonlyMap<string, string | number> =>
  pbf.readFields<Map<string, string | number>>(
    (tag, found, reader) => {
      if (tag === 1) found.set('version', reader.readString());
      else if (tag === 2) {
        const { name, value } = readAttribute(reader);
        if (value !== undefined) found.set(name, value);
      }
    },
    new Map(),
    end,
  );

interface Inputs {
  values: string;
  shapes: string;
  types: string;
}

const readInputs = (pbf: PbfReader): Inputs =>
  pbf.readMessage<Inputs>(
    (tag, inputs, reader) => {
      if (tag === 1) inputs.values = reader.readString();
      else if (tag === 2) inputs.shapes = reader.readString();
      else if (tag === 3) inputs.types = reader.readString();
    },
    { values: '', shapes: '', types: '' },
  );

/** The converter writes Python's lists of texts. */
const pythonTexts = (text: string): readonly string[] =>
  Array.from(text.matchAll(/'([^']*)'|"([^"]*)"/g), ([, single, double]) => single ?? double ?? '');

interface Fields {
  id: number;
  name: string;
  type: number;
  controls: number[];
  data: number[];
  start: number | undefined;
  duration: number | undefined;
  inputs: Inputs | undefined;
  attributes: Map<string, string | number>;
}

/** `Node`. A start or duration of 0 is not written, so that it is not known. */
export const readNode = (pbf: PbfReader, end: number): ChakraNode => {
  const node = pbf.readFields<Fields>(
    (tag, into, reader) => {
      if (tag === 1) into.id = reader.readVarint();
      else if (tag === 2) into.name = reader.readString();
      else if (tag === 3) into.type = reader.readVarint();
      else if (tag === 4) reader.readPackedVarint(into.controls);
      else if (tag === 5) reader.readPackedVarint(into.data);
      else if (tag === 6) into.start = reader.readVarint();
      else if (tag === 7) into.duration = reader.readVarint();
      else if (tag === 8) into.inputs = readInputs(reader);
      else if (tag === 10) {
        const { name, value } = readAttribute(reader);
        if (value !== undefined) into.attributes.set(name, value);
      }
    },
    {
      id: 0,
      name: '',
      type: NodeType.unknown,
      controls: [],
      data: [],
      start: undefined,
      duration: undefined,
      inputs: undefined,
      attributes: new Map(),
    },
    end,
  );
  const { id, name, type, controls, data, start, duration, inputs, attributes } = node;
  const [parent] = [...controls, ...data];
  const types = inputs === undefined ? [] : pythonTexts(inputs.types);
  return {
    id,
    name,
    type,
    ...(parent === undefined || parent === id ? {} : { parent }),
    dependencies: [...controls, ...data],
    ...(start === undefined ? {} : { start }),
    // Processes and other frames take no time of their own.
    duration: duration ?? 0,
    onDevice: type !== NodeType.metadata && attributes.get('is_cpu_op') !== 1,
    ...(inputs === undefined || inputs.shapes.length <= 2 ? {} : { shapes: inputs.shapes }),
    ...(types.length === 0 ? {} : { types: JSON.stringify(types.map(elementType)) }),
    attributes,
  };
};

/** How many bytes the length before a message takes, and how long the message is; undefined where there is more to come. */
export const delimiter = (
  bytes: Uint8Array,
  at: number,
): { readonly from: number; readonly length: number } | undefined => {
  let length = 0;
  for (let place = 0; place < 5; place++) {
    const byte = bytes[at + place];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * place);
    if (byte < 0x80) return { from: at + place + 1, length };
  }
  return undefined;
};

/** Whether metadata and the first node stand here, as far as there are bytes. */
export const startsWithNodes = (head: Uint8Array): boolean => {
  const first = delimiter(head, 0);
  if (first === undefined || first.from + first.length >= head.length) return false;
  const second = delimiter(head, first.from + first.length);
  if (second === undefined || second.from + second.length > head.length) return false;
  try {
    const pbf = new PbfReader(head);
    pbf.pos = first.from;
    const metadata = readMetadata(pbf, first.from + first.length);
    if (pbf.pos !== first.from + first.length || (metadata.size === 0 && first.length > 0)) return false;
    pbf.pos = second.from;
    const node = readNode(pbf, second.from + second.length);
    return pbf.pos === second.from + second.length && /^[\x20-\x7e]+$/.test(node.name) && node.type <= 10;
  } catch {
    return false;
  }
};
