/** The arguments of the selected event: what is known of it at once, then what is read of it from the file. */
import type { ShownArgument } from '../../src/core/traces/timeline/arguments';
import type { EventArguments } from '../../src/core/traces/timeline/argument-reader';
import { h } from '../dom';
import { button } from '../toolkit';
import { writtenText } from './written-text';

export interface ArgumentsView {
  /** Tells how far the reading is, or why there is none; hidden where it was quick. */
  readonly element: HTMLElement;
  /** Puts what is known at the end of a list of facts, and begins anew. */
  begin(facts: HTMLElement, known: readonly ShownArgument[]): void;
  /** The reading takes a while. */
  wait(): void;
  /** 0 … 1. */
  progress(fraction: number): void;
  complete(all: EventArguments): void;
  /** A sentence; offers to try again. */
  fail(why: string): void;
  /** Shows nothing of it. */
  clear(): void;
}

export interface ArgumentsActions {
  cancel(): void;
  /** Reads them after all. */
  read(): void;
}

const READING = 'Reading the other arguments from the file';
/** Longer values have a line of their own. */
const SHORT = 48;

const cellsOf = ([label, value]: ShownArgument): readonly HTMLElement[] => {
  const isWide = value.length > SHORT || value.includes('\n') ? 'wide' : undefined;
  return [h('dt', { class: isWide }, label), h('dd', { class: isWide }, writtenText(value, label))];
};

export const createArguments = ({ cancel, read }: ArgumentsActions): ArgumentsView => {
  let list: HTMLElement | undefined;
  let shown: readonly { readonly value: string; readonly cells: readonly HTMLElement[] }[] = [];
  const message = h('span');
  const bar = h('progress', { max: 1, 'aria-label': READING });
  const stop = button('Cancel', cancel);
  const again = button('Read Them', read);
  const status = h('div', { class: 'timeline-rest', role: 'status' }, message, bar, stop, again);
  const clear = (): void => say('', {});
  const say = (text: string, { isReading = false, isOver = false }): void => {
    message.textContent = text;
    bar.hidden = !isReading;
    stop.hidden = !isReading;
    again.hidden = !isOver;
    if (isReading) bar.removeAttribute('value');
    status.hidden = text === '';
  };
  const add = (argument: ShownArgument) => {
    const cells = cellsOf(argument);
    list?.append(...cells);
    return { value: argument[1], cells };
  };
  clear();
  return {
    element: status,
    begin: (facts, known) => {
      list = facts;
      shown = known.map(add);
      clear();
    },
    wait: () => say(READING, { isReading: true }),
    progress: (fraction) => {
      if (!bar.hidden) bar.value = fraction;
    },
    complete: ({ arguments: all, note }) => {
      all.slice(0, shown.length).forEach((argument, place) => {
        const known = shown[place];
        // A number that a column has rounded.
        if (known !== undefined && known.value !== argument[1])
          known.cells[1]?.replaceChildren(writtenText(argument[1], argument[0]) ?? '');
      });
      shown = [...shown, ...all.slice(shown.length).map(add)];
      say(note ?? '', {});
    },
    fail: (why) => say(why, { isOver: true }),
    clear,
  };
};
