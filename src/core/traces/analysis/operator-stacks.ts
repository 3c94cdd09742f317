import type { StringTable } from '../columns/string-table';
import { SliceKind } from '../slice-kind';
import { functionPlace } from '../source-places';
import type { Selection } from './selection';

/** Texts of the trace, and those made here. */
export class MoreTexts {
  readonly #more: string[] = [];
  readonly #ids = new Map<string, number>();

  constructor(private readonly strings: StringTable) {}

  readonly text = (id: number): string => this.#more[id - this.strings.size] ?? this.strings.text(id);

  idOf(text: string): number {
    const known = this.strings.find(text) ?? this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.strings.size + this.#more.push(text) - 1;
    this.#ids.set(text, id);
    return id;
  }
}

/** A frame of a stack, as TextIds: "model.py(42): forward", and "model.py:42". */
export interface Frame {
  readonly name: number;
  readonly site: number;
}

/**
 * PyTorch before 1.11 writes no `python_function` events but a "Call stack" on each operator, the innermost frame first:
 * "model.py(42): forward;train.py(7): main", with the line that each function was at.
 */
export class OperatorStacks {
  readonly #frames = new Map<number, readonly Frame[]>();
  readonly #used: boolean;

  constructor(
    private readonly selection: Selection,
    private readonly texts: MoreTexts,
  ) {
    this.#used = !hasPython(selection);
  }

  /**
   * TextId of the stack of an operator; 0 where it has none, or where Python's own events tell more. A profiler step has
   * that of its beginning, which is not where its time goes.
   */
  of(row: number): number {
    const { trace } = this.selection;
    const { kind, args, name } = trace.slices;
    if (!this.#used || kind[row] !== SliceKind.operator) return 0;
    const stack = args.callStack.or(row, 0);
    return stack !== 0 && trace.strings.text(name[row] ?? 0).startsWith('ProfilerStep#') ? 0 : stack;
  }

  /** The outermost first. */
  frames(stack: number): readonly Frame[] {
    let frames = this.#frames.get(stack);
    if (frames === undefined) this.#frames.set(stack, (frames = this.#read(this.texts.text(stack))));
    return frames;
  }

  #read(stack: string): readonly Frame[] {
    return stack
      .split(';')
      .filter((text) => text !== '')
      .reverse()
      .map((text) => {
        const place = functionPlace(text);
        const site = place === undefined ? 0 : this.texts.idOf(`${place.file}:${place.line}`);
        return { name: this.texts.idOf(text), site };
      });
  }
}

const hasPython = ({ trace: { slices }, host }: Selection): boolean =>
  host.some((row) => slices.kind[row] === SliceKind.python);

/** Whether the trace tells which Python ran: by events of its own, or by stacks beside operators. */
export const tellsPython = (selection: Selection): boolean => {
  const { kind, args } = selection.trace.slices;
  if (hasPython(selection)) return true;
  return (
    args.callStack.count > 0 &&
    selection.host.some((row) => kind[row] === SliceKind.operator && args.callStack.or(row, 0) !== 0)
  );
};
