import type { StringTable } from '../columns/string-table';
import { SliceKind } from '../slice-kind';
import { functionPlace } from '../source-places';
import { hostKinds, namesThat, rowsNamed } from './names';
import { once } from './once';
import type { Selection } from './selection';

/** Texts of the trace, and those made here. */
class MoreTexts {
  readonly #more: string[] = [];
  readonly #ids = new Map<string, number>();

  constructor(private readonly strings: StringTable) {}

  readonly text = (id: number): string => this.#more[id - this.strings.size] ?? this.strings.text(id);

  get size(): number {
    return this.strings.size + this.#more.length;
  }

  idOf(text: string): number {
    const known = this.strings.find(text) ?? this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.strings.size + this.#more.push(text) - 1;
    this.#ids.set(text, id);
    return id;
  }
}

/**
 * PyTorch before 1.11 writes no `python_function` events but a "Call stack" on each operator, the innermost frame first:
 * "model.py(42): forward;train.py(7): main", with the line that each function was at.
 */
export interface OperatorStacks {
  /** By TextId of a stack one more than where its frames stand, or 0. */
  readonly placeOf: Uint32Array;
  /** Of each stack the number of frames, then, the outermost first, ids of their name, "model.py(42): forward", and of their site, "model.py:42". */
  readonly frames: Uint32Array;
  /** A byte for each name: 1 for profiler steps, which have the stack of their beginning and not of where their time goes. */
  readonly ignored: Uint8Array;
  readonly text: (id: number) => string;
  /** How many texts there are. */
  readonly texts: number;
}

/** Calls deeper than this count as part of the one at this depth: a trace can nest without end. */
const DEEPEST = 1000;

/** Undefined where Python's own events tell more, or nothing does. */
export const operatorStacks = once((selection: Selection): OperatorStacks | undefined => {
  const { callStack } = selection.trace.slices.args;
  if (callStack.count === 0 || hasPython(selection)) return undefined;
  const { strings } = selection.trace;
  const texts = new MoreTexts(strings);
  const placeOf = new Uint32Array(strings.size);
  const frames: number[] = [];
  for (const stack of stacksOf(selection)) {
    const own = framesOf(texts.text(stack), texts);
    placeOf[stack] = frames.push(own.length / 2);
    for (const id of own) frames.push(id);
  }
  const ignored =
    namesThat(selection, [SliceKind.operator], (text) => text.startsWith('ProfilerStep#')) ??
    new Uint8Array(strings.size);
  return { placeOf, frames: Uint32Array.from(frames), ignored, text: texts.text, texts: texts.size };
});

/** TextIds of the operators' stacks. */
const stacksOf = (selection: Selection): ReadonlySet<number> => {
  const { callStack } = selection.trace.slices.args;
  const stacks = new Set<number>();
  for (const row of rowsNamed(selection, selection.host, [SliceKind.operator]))
    stacks.add(callStack.or(row, 0));
  stacks.delete(0);
  return stacks;
};

const framesOf = (stack: string, texts: MoreTexts): readonly number[] =>
  stack
    .split(';')
    .filter((text) => text !== '')
    .reverse()
    .slice(0, DEEPEST)
    .flatMap((text) => {
      const place = functionPlace(text);
      return [texts.idOf(text), place === undefined ? 0 : texts.idOf(`${place.file}:${place.line}`)];
    });

const hasPython = (selection: Selection): boolean => (hostKinds(selection)[SliceKind.python] ?? 0) > 0;

/** Whether the trace tells which Python ran: by events of its own, or by stacks beside operators. */
export const tellsPython = (selection: Selection): boolean => {
  const { callStack } = selection.trace.slices.args;
  if (hasPython(selection)) return true;
  return (
    callStack.count > 0 &&
    rowsNamed(selection, selection.host, [SliceKind.operator]).some((row) => callStack.or(row, 0) !== 0)
  );
};
