import type { CodePlace } from '../../src/core/traces/source-places';
import type { ViewContext } from '../context';
import { h } from '../dom';

/** A text that shows a line of the workspace's code when it is pressed. */
export const codeLink = (
  text: string,
  places: readonly CodePlace[],
  { host, act }: Pick<ViewContext, 'host' | 'act'>,
  label?: string,
): HTMLElement => {
  const [innermost] = places;
  const title = label ?? (innermost === undefined ? text : `Open ${innermost.file}, line ${innermost.line}`);
  const link = h('button', { type: 'button', class: 'link', title, 'aria-label': label }, text);
  link.addEventListener('click', () => act(host.openCode(places), () => ''));
  return link;
};
