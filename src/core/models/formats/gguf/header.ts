import { Problem } from '../../../problem';

/** A value of GGUF's metadata. Arrays are kept by their length alone: vocabularies are long, and only counted. */
export type GgufValue = string | number | boolean | { readonly length: number };

export interface GgufTensor {
  readonly name: string;
  /** Sizes, the innermost first. */
  readonly shape: readonly number[];
  /** ggml's number of the format it is stored in. */
  readonly type: number;
}

/** What stands before the weights in a GGUF file. */
export interface GgufHeader {
  readonly version: number;
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: readonly GgufTensor[];
}

const MAGIC = [0x47, 0x47, 0x55, 0x46];

export const isGguf = (head: Uint8Array): boolean => MAGIC.every((byte, i) => head[i] === byte);

/** Headers of published models take up to some 30 MB, nearly all of it the vocabulary. */
const MAX_HEADER_BYTES = 512 * 1024 * 1024;
const MAX_NAME_BYTES = 1 << 16;
const MAX_TENSORS = 1_000_000;
const MAX_DIMENSIONS = 8;
const MAX_ARRAY_DEPTH = 4;

/** Sizes of metadata's plain types by their number; strings and arrays tell their own. */
const SIZES: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};
const [STRING, ARRAY] = [8, 9];

/** UTF-8 to text. */
export type Decode = (bytes: Uint8Array) => string;

/** There is not enough yet; the item is read again when there is more. */
class NeedMore extends Error {}

/** Reads values from what has arrived, from `at` on. */
class Cursor {
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    /** Of the first byte, in the file. */
    private readonly start: number,
    private readonly decode: Decode,
    private readonly little: boolean,
    public at = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get offset(): number {
    return this.start + this.at;
  }

  skip(size: number): number {
    const from = this.at;
    if (from + size > this.bytes.length) throw new NeedMore();
    this.at += size;
    return from;
  }

  u32(): number {
    return this.view.getUint32(this.skip(4), this.little);
  }

  /** A 64-bit count. @throws Problem where it cannot be one. */
  count(what: string, most = Number.MAX_SAFE_INTEGER): number {
    const from = this.offset;
    const value = this.view.getBigUint64(this.skip(8), this.little);
    if (value > BigInt(most))
      throw new Problem(`${what} is ${value}; expected at most ${most}`, { byte: from });
    return Number(value);
  }

  text(most: number): string {
    const size = this.count('the length of a text', most);
    const from = this.skip(size);
    return this.decode(this.bytes.subarray(from, from + size));
  }

  value(type: number, depth = 0): GgufValue {
    switch (type) {
      case 0:
        return this.view.getUint8(this.skip(1));
      case 1:
        return this.view.getInt8(this.skip(1));
      case 2:
        return this.view.getUint16(this.skip(2), this.little);
      case 3:
        return this.view.getInt16(this.skip(2), this.little);
      case 4:
        return this.u32();
      case 5:
        return this.view.getInt32(this.skip(4), this.little);
      case 6:
        return this.view.getFloat32(this.skip(4), this.little);
      case 7:
        return this.view.getUint8(this.skip(1)) !== 0;
      case STRING:
        return this.text(MAX_HEADER_BYTES);
      case ARRAY:
        return this.array(depth);
      case 10:
        return Number(this.view.getBigUint64(this.skip(8), this.little));
      case 11:
        return Number(this.view.getBigInt64(this.skip(8), this.little));
      case 12:
        return this.view.getFloat64(this.skip(8), this.little);
      default:
        throw new Problem(`a metadata value of type ${type}; expected 0 to 12`, { byte: this.offset - 4 });
    }
  }

  private array(depth: number): { readonly length: number } {
    const type = this.u32();
    const length = this.count('the length of an array', MAX_HEADER_BYTES);
    const size = SIZES[type];
    if (size !== undefined) this.skip(size * length);
    else if (depth >= MAX_ARRAY_DEPTH)
      throw new Problem('arrays nested too deep; expected a vocabulary or a list of numbers', {
        byte: this.offset,
      });
    else
      for (let i = 0; i < length; i++) {
        if (type === STRING) this.skip(this.count('the length of a text', MAX_HEADER_BYTES));
        else this.value(type, depth + 1);
      }
    return { length };
  }
}

/** Bytes that have arrived and were not read yet. */
class Arrived {
  private bytes: Uint8Array = new Uint8Array(0);
  private start = 0;
  /** Of big-endian machines' files the version tells. */
  little = true;

  constructor(
    private readonly source: AsyncIterator<Uint8Array>,
    private readonly decode: Decode,
  ) {}

  /** Reads one item, pulling as much of the file as it takes. */
  async read<T>(item: (cursor: Cursor) => T): Promise<T> {
    for (;;) {
      const cursor = new Cursor(this.bytes, this.start, this.decode, this.little);
      try {
        const value = item(cursor);
        this.bytes = this.bytes.subarray(cursor.at);
        this.start += cursor.at;
        return value;
      } catch (error) {
        if (!(error instanceof NeedMore)) throw error;
        await this.pull(Math.max(1 << 16, this.bytes.length));
      }
    }
  }

  /** At least `wanted` bytes more, so that a long item is tried a few times only. */
  private async pull(wanted: number): Promise<void> {
    const parts = [this.bytes];
    let size = 0;
    while (size < wanted) {
      const next = await this.source.next();
      if (next.done === true) break;
      parts.push(next.value);
      size += next.value.length;
    }
    if (size === 0)
      throw new Problem('the file ends within its header; it seems cut off', {
        byte: this.start + this.bytes.length,
      });
    if (this.start + this.bytes.length + size > MAX_HEADER_BYTES)
      throw new Problem(
        `the header is larger than ${MAX_HEADER_BYTES / 2 ** 20} MB; expected metadata and names of tensors`,
        {
          byte: this.start,
        },
      );
    const all = new Uint8Array(this.bytes.length + size);
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    this.bytes = all;
  }
}

const tensorOf = (cursor: Cursor): GgufTensor => {
  const name = cursor.text(MAX_NAME_BYTES);
  const from = cursor.offset;
  const dimensions = cursor.u32();
  if (dimensions > MAX_DIMENSIONS)
    throw new Problem(`the tensor ${name} has ${dimensions} dimensions; expected at most ${MAX_DIMENSIONS}`, {
      byte: from,
    });
  const shape = Array.from({ length: dimensions }, () => cursor.count(`a size of ${name}`));
  const type = cursor.u32();
  cursor.skip(8);
  return { name, shape, type };
};

/** A 32-bit number with its bytes the other way round. */
const reversed = (value: number): number =>
  ((value >>> 24) | ((value >>> 8) & 0xff00) | ((value & 0xff00) << 8) | (value << 24)) >>> 0;

/**
 * Reads what stands before the weights (ggml-org/ggml, docs/gguf.md), in either order of bytes; of the weights nothing
 * is read.
 * @throws Problem naming the byte where the header is damaged, cut off or of a version not known.
 */
export const readGgufHeader = async (
  chunks: AsyncIterable<Uint8Array>,
  decode: Decode,
): Promise<GgufHeader> => {
  const source = chunks[Symbol.asyncIterator]();
  const arrived = new Arrived(source, decode);
  try {
    const found = await arrived.read((cursor) => {
      cursor.skip(MAGIC.length);
      return cursor.u32();
    });
    // A small number whose bytes stand the other way round has its low half empty.
    arrived.little = (found & 0xffff) !== 0;
    const version = arrived.little ? found : reversed(found);
    if (version !== 2 && version !== 3)
      throw new Problem(`GGUF version ${version}; expected 2 or 3`, { byte: MAGIC.length });
    const { tensorCount, valueCount } = await arrived.read((cursor) => ({
      tensorCount: cursor.count('the number of tensors', MAX_TENSORS),
      valueCount: cursor.count('the number of metadata values', MAX_TENSORS),
    }));
    const metadata = new Map<string, GgufValue>();
    for (let i = 0; i < valueCount; i++) {
      const [key, value] = await arrived.read((cursor) => [
        cursor.text(MAX_NAME_BYTES),
        cursor.value(cursor.u32()),
      ]);
      metadata.set(key, value);
    }
    const tensors: GgufTensor[] = [];
    for (let i = 0; i < tensorCount; i++) tensors.push(await arrived.read(tensorOf));
    return { version, metadata, tensors };
  } finally {
    await source.return?.();
  }
};
