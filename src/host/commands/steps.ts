import { type Disposable, type QuickInput, QuickInputButtons, type QuickPickItem, window } from 'vscode';
import type { Answer, Place } from './walk';

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

/** Told in the list itself, and nothing to be chosen. */
const nothingFound = (query: string): QuickPickItem => ({
  label: `$(info) Nothing is called “${query}”`,
  alwaysShow: true,
});

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
  const input = window.createQuickPick<QuickPickItem & Partial<PickItem<T>>>();
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
      if (chosen?.value !== undefined) settle({ value: chosen.value });
    }),
    input.onDidTriggerButton(() => settle('back')),
    input.onDidChangeValue(async (query) => {
      if (search === undefined) return;
      const found = await search(query);
      if (input.value === query)
        input.items =
          found.length === 0 ? [nothingFound(query)] : found.map((item) => ({ ...item, alwaysShow: true }));
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
