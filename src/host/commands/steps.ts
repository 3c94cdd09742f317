import { type Disposable, type QuickInput, QuickInputButtons, type QuickPickItem, window } from 'vscode';

/** What came of one step: an answer, a step back, or the end of it all. */
export type Answer<T> = { readonly value: T } | 'back' | 'cancelled';

/** Where a step stands in its row. */
export interface Place {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

/** A step takes what is known so far and adds to it. */
export type Step<S> = (known: S, place: Place) => Promise<Answer<S>>;

/** Walks through steps with a way back; undefined when the user gives up. */
export const walk = async <S>(title: string, start: S, steps: readonly Step<S>[]): Promise<S | undefined> => {
  const states = [start];
  for (;;) {
    const step = steps[states.length - 1];
    const known = states.at(-1);
    if (step === undefined || known === undefined) return known;
    const answer = await step(known, { title, step: states.length, totalSteps: steps.length });
    if (answer === 'cancelled') return undefined;
    if (answer === 'back') states.pop();
    else states.push(answer.value);
  }
};

const shown = <T>(
  input: QuickInput,
  place: Place,
  connect: (settle: (answer: Answer<T>) => void) => readonly Disposable[],
) =>
  new Promise<Answer<T>>((resolve) => {
    Object.assign(input, place, { ignoreFocusOut: true });
    const subscriptions = [
      ...connect((answer) => {
        resolve(answer);
        input.hide();
      }),
      input.onDidHide(() => {
        resolve('cancelled');
        for (const subscription of subscriptions) subscription.dispose();
        input.dispose();
      }),
    ];
    input.show();
  });

export interface PickItem<T> extends QuickPickItem {
  readonly value: T;
}

/** One of a list; `search` replaces the list as the user types. */
export const pick = <T>(
  place: Place,
  options: {
    readonly placeholder: string;
    readonly items: readonly PickItem<T>[];
    readonly selected: T | undefined;
    readonly search?: (query: string) => Promise<readonly PickItem<T>[]>;
  },
): Promise<Answer<T>> => {
  const input = window.createQuickPick<PickItem<T>>();
  const { items, selected, search } = options;
  input.placeholder = options.placeholder;
  input.matchOnDescription = true;
  input.matchOnDetail = true;
  input.items = items;
  input.activeItems = items.filter(({ value }) => value === selected);
  input.buttons = place.step > 1 ? [QuickInputButtons.Back] : [];
  return shown(input, place, (settle) => [
    input.onDidAccept(() => {
      const [chosen] = input.selectedItems;
      if (chosen !== undefined) settle({ value: chosen.value });
    }),
    input.onDidTriggerButton(() => settle('back')),
    input.onDidChangeValue(async (query) => {
      if (search === undefined) return;
      const found = await search(query);
      if (input.value === query) input.items = found.map((item) => ({ ...item, alwaysShow: true }));
    }),
  ]);
};

/** A line of text; `parse` gives its value or says what is wrong with it. */
export const type = <T>(
  place: Place,
  options: {
    readonly prompt: string;
    readonly value: string;
    readonly parse: (text: string) => { readonly value: T } | string;
  },
): Promise<Answer<T>> => {
  const input = window.createInputBox();
  const { prompt, value, parse } = options;
  input.prompt = prompt;
  input.value = value;
  input.valueSelection = [0, value.length];
  input.buttons = place.step > 1 ? [QuickInputButtons.Back] : [];
  return shown(input, place, (settle) => [
    input.onDidChangeValue((text) => {
      const parsed = parse(text);
      input.validationMessage = typeof parsed === 'string' ? parsed : undefined;
    }),
    input.onDidAccept(() => {
      const parsed = parse(input.value);
      if (typeof parsed === 'string') input.validationMessage = parsed;
      else settle(parsed);
    }),
    input.onDidTriggerButton(() => settle('back')),
  ]);
};
