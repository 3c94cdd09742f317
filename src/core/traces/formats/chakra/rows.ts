import { TraceBuilder } from '../../build/trace-builder';
import type { Trace } from '../../columns';
import { Growable } from '../../columns/growable';
import { schedule } from './schedule';
import { type ChakraNode, collectiveOf, NodeType } from './node';

/** c10::RecordScope of `record_function` ranges (ATen/record_function.h). */
const USER_SCOPE = 7;
/** Frames that the observer writes around what a process and a thread do. */
const FRAME = /^\[pytorch\|profiler\|/;
const NOT_TIMED =
  'the execution trace has no times: it tells what ran and on which shapes, not how long it took; link it with its Kineto trace (chakra_trace_link) for those';
const NOT_STARTED =
  'the execution trace has durations but no start times: nodes are laid out on their thread or stream as soon as what they depend on is done';

const categoryOf = ({ name, type, onDevice, category, attributes }: ChakraNode): string => {
  if (category !== undefined) return category;
  if (FRAME.test(name) || type === NodeType.metadata) return '';
  if (!onDevice) return attributes.get('scope') === USER_SCOPE ? 'user_annotation' : 'cpu_op';
  if (/^memset/i.test(name)) return 'gpu_memset';
  return type === NodeType.load || type === NodeType.store || /^memcpy/i.test(name) ? 'gpu_memcpy' : 'kernel';
};

/** Puts nodes of an execution trace into columns. */
export class ChakraRows {
  readonly #builder = new TraceBuilder();
  readonly #rowOf = new Map<number, number>();
  readonly #values = new Map<string, string>();
  /** By node that waits: the row, and the id it waits for. */
  readonly #waits = { row: new Growable(new Uint32Array(0)), id: new Growable(new Float64Array(0)) };
  #timed = false;
  #started = false;

  scalar(key: string, value: string | number): void {
    this.#values.set(key, String(value));
  }

  get length(): number {
    return this.#builder.slices.length;
  }

  add(node: ChakraNode | undefined): void {
    const { slices, texts } = this.#builder;
    this.#builder.events++;
    if (node === undefined) {
      this.#builder.skippedEvents++;
      return;
    }
    const { start, duration } = node;
    if (start !== undefined && this.#builder.origin === undefined)
      this.#builder.setOrigin(BigInt(Math.floor(start)));
    this.#timed ||= (duration ?? 0) > 0;
    this.#started ||= start !== undefined;
    const row = slices.push(
      start === undefined ? NaN : (start - this.#builder.originMicroseconds) * 1000,
      duration === undefined ? NaN : duration * 1000,
      texts.add(node.name),
      texts.add(categoryOf(node)),
      this.#track(node),
    );
    this.#rowOf.set(node.id, row);
    for (const id of node.dependencies) {
      this.#waits.row.push(row);
      this.#waits.id.push(id);
    }
    const owner = node.onDevice ? node.parent : node.id;
    if (owner !== undefined) slices.args.externalId.set(row, owner);
    this.#setArguments(node, row);
  }

  done(name: string, bytes: number, truncatedAt: number | undefined): Trace {
    const builder = this.#builder;
    builder.truncatedAt = truncatedAt;
    if (!this.#timed) builder.warnings.push(NOT_TIMED);
    else if (!this.#started) builder.warnings.push(NOT_STARTED);
    const elapsed = (Number(this.#values.get('finish_ts')) - Number(this.#values.get('start_ts'))) * 1e6;
    const trace = builder.done(name, 'chakra', bytes, {
      devices: [],
      values: this.#values,
      ...(this.#timed ? {} : { untimed: elapsed >= 0 ? { recordedNanoseconds: elapsed } : {} }),
    });
    if (!this.#timed) {
      trace.slices.start.forEach((_, row, start) => (start[row] = row));
      trace.slices.duration.fill(NaN);
    } else if (!this.#started) schedule(trace.slices, this.#edges());
    else {
      // The frames of a process and its threads are all that the linker leaves without a time.
      trace.slices.start.forEach((time, row, start) => (start[row] = Number.isNaN(time) ? 0 : time));
    }
    return trace;
  }

  #edges(): readonly (readonly [from: number, to: number])[] {
    const [rows, ids] = [this.#waits.row.done(), this.#waits.id.done()];
    return Array.from(rows, (row, i): readonly [number, number] => [
      this.#rowOf.get(ids[i] ?? NaN) ?? row,
      row,
    ]).filter(([from, to]) => from !== to);
  }

  #track({ onDevice, attributes }: ChakraNode): number {
    const { texts, tracks } = this.#builder;
    const process = onDevice ? 'device' : (this.#values.get('pid') ?? 'host');
    const thread = String((onDevice ? attributes.get('stream') : attributes.get('tid')) ?? 0);
    const [pid, tid] = [texts.add(process), texts.add(thread)];
    const track = tracks.of(pid, tid);
    tracks.describe('process_name', pid, tid, { name: onDevice ? 'device' : 'host' });
    tracks.describe('thread_name', pid, tid, { name: onDevice ? `stream ${thread}` : `thread ${thread}` });
    return track;
  }

  #setArguments(node: ChakraNode, row: number): void {
    const { slices, texts } = this.#builder;
    const { args } = slices;
    const { attributes, onDevice, shapes, types, values } = node;
    const text = (value: string | number | undefined, set: (id: number) => void): void => {
      if (value !== undefined && value !== '') set(texts.add(String(value)));
    };
    const number = (name: string): number => Number(attributes.get(name) ?? NaN);
    if (onDevice) args.stream.set(row, number('stream'));
    else args.sequenceNumber.set(row, number('seq_id') >= 0 ? number('seq_id') : NaN);
    text(shapes, (id) => args.inputDims.set(row, id));
    text(types, (id) => args.inputTypes.set(row, id));
    text(values, (id) => args.concreteInputs.set(row, id));
    text(collectiveOf(node), (id) => args.collective.set(row, id));
    text(attributes.get('pg_name'), (id) => args.groupName.set(row, id));
    args.groupSize.set(row, number('pg_size'));
    args.inElements.set(row, number('in_msg_nelems'));
    args.outElements.set(row, number('out_msg_nelems'));
    text(attributes.get('dtype'), (id) => args.elementType.set(row, id));
    const bytes = number('comm_size');
    if (bytes > 0 && !attributes.has('in_msg_nelems')) {
      args.inElements.set(row, bytes);
      args.elementType.set(row, texts.add('Byte'));
    }
  }
}
