/** A text of the trace's writer as it is: a long one is shortened, with a way to see all of it. */
import { formatCount } from '../../src/core/units/format';
import { type Child, h } from '../dom';

const MOST_CHARACTERS = 300;
const MOST_LINES = 8;

/** Without half of a character at its end. */
const shortOf = (text: string): string => {
  const lines = text.split('\n', MOST_LINES).join('\n').slice(0, MOST_CHARACTERS);
  return lines.replace(/[\uD800-\uDBFF]$/, '');
};

/** @param label of what it is, for those who do not see it */
export const writtenText = (text: string, label: string): Child => {
  if (text === '') return h('span', { class: 'quiet' }, 'empty');
  const short = shortOf(text);
  if (short === text) return h('span', { class: 'written' }, text);
  const shown = h('span', { class: 'written' });
  const more = h('button', { type: 'button', class: 'link' });
  const set = (all: boolean): void => {
    shown.textContent = all ? text : `${short} …`;
    shown.classList.toggle('whole', all);
    // Scrolled by keyboard once it is long.
    if (all) shown.tabIndex = 0;
    else shown.removeAttribute('tabindex');
    const what = `Show all ${formatCount(text.length)} characters`;
    more.textContent = all ? 'Show less' : what;
    more.ariaLabel = `${all ? 'Show less' : what} of ${label}`;
    more.setAttribute('aria-expanded', String(all));
  };
  set(false);
  more.addEventListener('click', () => set(!shown.classList.contains('whole')));
  return h('span', {}, shown, ' ', more);
};
