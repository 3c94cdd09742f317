import type { WrittenField } from './event';
import { showWritten } from './value';

/** One function of the stacks that a trace's events name by the id of their innermost frame. */
export interface StackFrame {
  /** Empty where the file has none. */
  readonly name: string;
  /** Such as its library; empty where the file has none. */
  readonly category: string;
  /** Id of the frame that called it; absent of the outermost. */
  readonly parent?: string;
}

export interface StackFrames {
  readonly byId: ReadonlyMap<string, StackFrame>;
  /** Whether that is all of the file's: a long dictionary is read in part, and so is one that is cut off. */
  readonly isWhole: boolean;
}

/** Deeper stacks are shortened. */
const MOST_FRAMES = 500;

/** Fields beside the arguments that hold the id of a frame (Trace Event Format), and what they are for people. */
const TITLES: ReadonlyMap<string, string> = new Map([
  ['sf', 'Stack'],
  ['esf', 'Stack at its end'],
]);

const isStack = ({ part, key }: WrittenField): boolean => part !== 'arguments' && TITLES.has(key);

/** Whether an event names frames by their ids. */
export const namesFrames = (fields: readonly WrittenField[]): boolean => fields.some(isStack);

/** The fields of an event with the frames that its ids stand for, the innermost first, one a line. */
export const withStacks = (fields: readonly WrittenField[], frames: StackFrames): readonly WrittenField[] =>
  fields.map((field) => {
    if (!isStack(field)) return field;
    const { part, key, value } = field;
    const id = showWritten(value);
    return {
      part,
      key: `${TITLES.get(key)} (${key} ${id})`,
      value: { kind: 'text', text: linesOf(frames, id).join('\n') },
    };
  });

const linesOf = ({ byId, isWhole }: StackFrames, innermost: string): readonly string[] => {
  const lines: string[] = [];
  const seen = new Set<string>();
  for (let id: string | undefined = innermost; id !== undefined;) {
    const frame = byId.get(id);
    if (frame === undefined)
      return [...lines, `frame ${id}, not in ${isWhole ? '' : 'the part that was read of '}stackFrames`];
    if (seen.has(id)) return [...lines, `frame ${id} once more: the parents go in a circle`];
    if (lines.length === MOST_FRAMES) return [...lines, `… (more than ${MOST_FRAMES} frames)`];
    seen.add(id);
    lines.push(titleOf(frame, id));
    id = frame.parent;
  }
  return lines;
};

const titleOf = ({ name, category }: StackFrame, id: string): string =>
  `${name === '' ? `frame ${id}, without a name` : name}${category === '' ? '' : ` (${category})`}`;
