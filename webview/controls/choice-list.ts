/** Some of a long list: a summary that opens to check boxes with a filter. */
import type { Choice } from '../../src/protocol/panel-state';
import { h } from '../dom';
import { textField } from '../toolkit';

export interface ChoiceList {
  readonly element: HTMLElement;
  offer(choices: readonly Choice[], chosen: readonly string[]): void;
}

export const choiceList = (label: string, onChange: (ids: readonly string[]) => void): ChoiceList => {
  const summary = h('summary');
  const list = h('ul', { 'aria-label': label });
  const boxes = new Map<string, HTMLInputElement>();
  let choices: readonly Choice[] = [];
  let shown = '';

  const chosen = (): readonly Choice[] => choices.filter(({ id }) => boxes.get(id)?.checked === true);
  const tell = (): void => {
    const names = chosen().map((choice) => choice.label);
    summary.textContent = `${label}: ${names.length === 0 ? 'none' : names.join(', ')}`;
  };
  const filter = textField('Filter', (text) => {
    const wanted = text.trim().toLowerCase();
    for (const item of list.children)
      if (item instanceof HTMLElement) item.hidden = !(item.textContent ?? '').toLowerCase().includes(wanted);
  });
  const itemOf = ({ id, label: name, detail }: Choice): HTMLElement => {
    const box = h('input', { type: 'checkbox', value: id });
    boxes.set(id, box);
    box.addEventListener('change', () => {
      tell();
      onChange(chosen().map((choice) => choice.id));
    });
    return h(
      'li',
      {},
      h(
        'label',
        {},
        box,
        name,
        h('span', { class: 'quiet' }, detail === undefined ? ` ${id}` : ` ${id} · ${detail}`),
      ),
    );
  };
  return {
    element: h('details', { class: 'choice-list' }, summary, filter.element, list),
    offer: (next, ids) => {
      const key = JSON.stringify(next);
      if (key !== shown) {
        shown = key;
        choices = next;
        boxes.clear();
        list.replaceChildren(...next.map(itemOf));
      }
      for (const [id, box] of boxes) box.checked = ids.includes(id);
      tell();
    },
  };
};
