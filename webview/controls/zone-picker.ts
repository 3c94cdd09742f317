/**
 * A field that searches: the ARIA combobox pattern (text, list, arrow keys), because thousands of zones do not
 * fit a menu. Zones are found by the host; only the latest answer counts.
 */
import type { Choice } from '../../src/protocol/panel-state';
import { h, setAttributes, uniqueId } from '../dom';
import type { Field } from '../toolkit';

export const zonePicker = (
  label: string,
  search: (query: string) => Promise<readonly Choice[]>,
  onPick: (choice: Choice) => void,
): Field<Choice> => {
  const inputId = uniqueId('zone');
  const listId = uniqueId('zones');
  const input = h('input', {
    id: inputId,
    type: 'text',
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-autocomplete': 'list',
    'aria-controls': listId,
    'aria-expanded': 'false',
  });
  const list = h('ul', { id: listId, role: 'listbox', 'aria-label': label, hidden: true });

  let inEffect: Choice | undefined;
  let found: readonly Choice[] = [];
  let active = -1;
  let latest = 0;

  const mark = (index: number): void => {
    active = index;
    [...list.children].forEach((option, at) => option.setAttribute('aria-selected', String(at === index)));
    const option = list.children[index];
    setAttributes(input, { 'aria-activedescendant': option?.id });
    option?.scrollIntoView({ block: 'nearest' });
  };
  const close = (): void => {
    latest++;
    list.hidden = true;
    mark(-1);
    input.setAttribute('aria-expanded', 'false');
    input.value = inEffect?.label ?? '';
  };
  const pick = (choice: Choice | undefined): void => {
    if (choice !== undefined && choice.id !== inEffect?.id) {
      inEffect = choice;
      onPick(choice);
    }
    close();
  };
  const open = async (query: string): Promise<void> => {
    const asked = ++latest;
    const choices = await search(query);
    if (asked !== latest) return;
    found = choices;
    list.replaceChildren(...found.map((choice) => optionOf(choice, () => pick(choice))));
    if (found.length === 0)
      list.append(h('li', { role: 'option', 'aria-disabled': 'true' }, 'No zone matches.'));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    mark(found.length > 0 && query !== '' ? 0 : -1);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => (list.hidden ? void open('') : mark(Math.min(active + 1, found.length - 1))),
    ArrowUp: () => mark(Math.max(active - 1, 0)),
    Enter: () => (list.hidden ? undefined : pick(found[active])),
    Escape: close,
  };
  input.addEventListener('keydown', (event) => {
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  input.addEventListener('input', () => void open(input.value));
  input.addEventListener('click', () => {
    input.select();
    if (list.hidden) void open('');
  });
  input.addEventListener('blur', close);
  return {
    element: h('div', { class: 'labelled picker wide' }, h('label', { for: inputId }, label), input, list),
    set: (choice) => {
      inEffect = choice;
      if (list.hidden) input.value = choice.label;
    },
  };
};

const optionOf = ({ id, label, detail }: Choice, pick: () => void): HTMLElement => {
  const option = h(
    'li',
    { id: uniqueId('zone-option'), role: 'option', 'aria-selected': 'false' },
    label,
    h('span', { class: 'detail' }, detail === undefined ? id : `${id} · ${detail}`),
  );
  // Before the field loses its focus, which closes the list.
  option.addEventListener('mousedown', (event) => {
    event.preventDefault();
    pick();
  });
  return option;
};
