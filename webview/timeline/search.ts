/** Searches in the names of events, and goes from match to match. */
import type { SearchMatch, SearchQuery } from '../../src/core/traces/timeline/search';
import { formatCount } from '../../src/core/units/format';
import { h } from '../dom';
import { button, textField } from '../toolkit';
import { latestOnly } from './latest';

export interface SearchBox {
  readonly element: HTMLElement;
  focus(): void;
  /** Goes to the next match, or the one before. */
  go(step: 1 | -1): void;
}

interface SearchHost {
  ask(query: SearchQuery): Promise<SearchMatch>;
  /** Where the search goes on from. */
  from(): Pick<SearchQuery, 'row' | 'time'>;
  onMatch(row: number): void;
  onError(error: unknown): void;
}

/** Typing shows the first match; after it, its place among all is told. */
export const createSearchBox = ({ ask, from, onMatch, onError }: SearchHost): SearchBox => {
  let text = '';
  const status = h('span', { class: 'quiet', role: 'status' });
  const search = latestOnly(
    ask,
    ({ total, place, row }, query) => {
      if (query.text !== text) return;
      status.textContent =
        text.trim() === ''
          ? ''
          : total === 0
            ? 'No event has that in its name.'
            : `${formatCount(place)} of ${formatCount(total)}`;
      if (row !== undefined) onMatch(row);
    },
    onError,
  );
  const go = (step: 1 | -1): void => search({ ...from(), text, step });
  const field = textField(
    'Search events',
    (typed) => {
      text = typed;
      // From the time in view, not on from what is selected: that may match already.
      search({ text, step: 1, time: from().time });
    },
    'Part of a name',
  );
  field.element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  });
  return {
    element: h(
      'div',
      { class: 'timeline-search' },
      field.element,
      button('Previous', () => go(-1)),
      button('Next', () => go(1)),
      status,
    ),
    focus: () => field.element.querySelector<HTMLElement>('vscode-text-field')?.focus(),
    go,
  };
};
