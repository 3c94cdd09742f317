/** Asks for all arguments of the event that is selected, which its file is read again for. */
import type { EventArguments } from '../../src/core/traces/timeline/argument-reader';
import { messageOf } from '../../src/protocol/rpc';
import type { ViewContext } from '../context';
import type { ArgumentsView } from './arguments';

export interface ArgumentQuestions {
  /** Asks about an event, in place of the one before. */
  ask(row: number): void;
  /** Ends the reading, if there is one; whether there was. */
  end(): boolean;
  /** The same, and says so. */
  cancel(): void;
}

/** Going from event to event asks about none of them. Milliseconds. */
const REST = 100;
/** Quick answers need no notice. */
const PATIENCE = 300;

export const createArgumentQuestions = (
  { host, showError, onArgumentsProgress }: ViewContext,
  view: () => ArgumentsView,
  onAnswer: (answer: EventArguments) => void,
): ArgumentQuestions => {
  let current: { readonly row: number } | undefined;
  let timers: readonly ReturnType<typeof setTimeout>[] = [];
  const forget = (): void => {
    timers.forEach(clearTimeout);
    current = undefined;
  };
  onArgumentsProgress((fraction) => {
    if (current !== undefined) view().progress(fraction);
  });
  const end = (): boolean => {
    const was = current !== undefined;
    forget();
    if (was) host.timelineCancelArguments().catch(showError);
    return was;
  };
  const request = (asked: { readonly row: number }): void => {
    host.timelineArguments(asked.row).then(
      (answer) => {
        if (current !== asked) return;
        forget();
        if (answer === undefined) view().clear();
        else {
          view().complete(answer);
          onAnswer(answer);
        }
      },
      (error: unknown) => {
        if (current !== asked) return;
        forget();
        view().fail(`The other arguments cannot be shown: ${messageOf(error)}.`);
      },
    );
  };
  return {
    ask: (row) => {
      end();
      const asked = { row };
      current = asked;
      timers = [setTimeout(() => request(asked), REST), setTimeout(() => view().wait(), PATIENCE)];
    },
    end,
    cancel: () => {
      if (end()) view().fail('The other arguments were not read.');
    },
  };
};
