import type { Trace } from '../../src/core/traces/columns';
import { SliceKind } from '../../src/core/traces/slice-kind';
import type { Averages } from './torch-results';

/** In what PyTorch's own table counts otherwise than we do. */
export interface TorchWays {
  /** Calls of Python are nodes too, so that an operator's own part leaves out the Python that it calls. */
  readonly python: boolean;
  /** An event of memory belongs to what runs at its time on any thread. */
  readonly everyThread: boolean;
}

/** Left out of the table (torch/autograd/profiler_util.py, `_filter_name`). */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'profiler::_record_function_enter',
  'profiler::_record_function_enter_new',
  'profiler::_record_function_exit',
  'aten::is_leaf',
  'aten::output_nr',
  'aten::_version',
]);

const OUTSIDE = '[memory]';

interface Node {
  readonly name: string;
  readonly python: boolean;
  readonly thread: number;
  readonly start: number;
  readonly end: number;
  parent?: Node;
  children: number;
  memory: number;
  self: number;
  selfMemory: number;
}

/** Operators, ranges and, where asked for, calls of Python; times are nanoseconds. */
const nodesOf = ({ slices, strings }: Trace, ways: TorchWays): readonly Node[] => {
  const nodes: Node[] = [];
  for (let row = 0; row < slices.length; row++) {
    const kind = slices.kind[row];
    const python = kind === SliceKind.python;
    if (kind !== SliceKind.operator && kind !== SliceKind.annotation && !(python && ways.python)) continue;
    const name = strings.text(slices.name[row] ?? 0).replace(/^ProfilerStep#.*/, 'ProfilerStep*');
    if (LEFT_OUT.has(name)) continue;
    const start = slices.start[row] ?? 0;
    const end = start + (slices.duration[row] || 0);
    const rest = { children: 0, memory: 0, self: end - start, selfMemory: 0 };
    nodes.push({ name, python, thread: slices.track[row] ?? 0, start, end, ...rest });
  }
  return nodes.sort((a, b) => a.thread - b.thread || a.start - b.start || b.end - a.end);
};

const nest = (nodes: readonly Node[], isAsync: (name: string) => boolean): void => {
  let open: Node[] = [];
  for (const node of nodes) {
    if (isAsync(node.name)) continue;
    open = open.filter((above) => above.thread === node.thread);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (node.start < top.end && node.end <= top.end) break;
      open.pop();
    }
    const above = open.at(-1);
    if (above !== undefined) {
      node.parent = above;
      above.children++;
    }
    open.push(node);
  }
};

/** An only child of the same name is one with its parent. */
const merged = (nodes: readonly Node[]): readonly Node[] => {
  const into = new Map<Node, Node>();
  for (const node of nodes) {
    let above = node.parent;
    while (above !== undefined && into.has(above)) above = into.get(above);
    if (above === undefined) continue;
    node.parent = above;
    if (above.name !== node.name || above.children !== 1) continue;
    into.set(node, above);
    above.children = node.children;
  }
  return nodes.filter((node) => !into.has(node));
};

/**
 * A second count of a recording on a processor, by the rules of torch/autograd/profiler_util.py and profiler.py: rows by
 * name, and `[memory]` for what no event holds. What ends on another thread is around nothing, and has no own part.
 */
export const torchCount = (
  trace: Trace,
  isAsync: (name: string) => boolean,
  ways: TorchWays,
): ReadonlyMap<string, Averages> => {
  const all = nodesOf(trace, ways);
  nest(all, isAsync);
  const nodes = merged(all);
  const { memory } = trace;
  const outside = { calls: 0, bytes: 0 };
  for (let event = 0; event < memory.length; event++) {
    if (memory.deviceType[event] !== 0) continue;
    const [time, bytes] = [memory.time[event] ?? 0, memory.bytes[event] ?? 0];
    let held = false;
    for (const node of nodes) {
      if (time < node.start || time > node.end) continue;
      if (!ways.everyThread && node.thread !== memory.track[event]) continue;
      node.memory += bytes;
      held = true;
    }
    if (held) continue;
    outside.calls++;
    outside.bytes += bytes;
  }
  for (const node of nodes) node.selfMemory = node.memory;
  for (const { parent, start, end, memory: bytes } of nodes)
    if (parent !== undefined) {
      parent.self -= end - start;
      parent.selfMemory -= bytes;
    }
  const rows = new Map<string, { -readonly [Key in keyof Averages]: Averages[Key] }>();
  const add = (name: string, of: Omit<Averages, 'name'>): void => {
    const row = rows.get(name) ?? {
      name,
      calls: 0,
      selfTime: 0,
      totalTime: 0,
      selfMemory: 0,
      totalMemory: 0,
    };
    rows.set(name, row);
    row.calls += of.calls;
    row.selfTime += of.selfTime;
    row.totalTime += of.totalTime;
    row.selfMemory += of.selfMemory;
    row.totalMemory += of.totalMemory;
  };
  for (const { name, python, self, start, end, memory: bytes, selfMemory } of nodes) {
    if (python) continue;
    const own = isAsync(name) ? 0 : 1;
    add(name, {
      calls: 1,
      selfTime: (own * self) / 1000,
      totalTime: (end - start) / 1000,
      selfMemory: own * selfMemory,
      totalMemory: bytes,
    });
  }
  if (outside.calls > 0)
    add(OUTSIDE, {
      calls: outside.calls,
      selfTime: 0,
      totalTime: 0,
      selfMemory: outside.bytes,
      totalMemory: outside.bytes,
    });
  return rows;
};
