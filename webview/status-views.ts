/** What the page shows while there are no numbers. */
import { formatCount } from '../src/core/units/format';
import type { SourcePlace } from '../src/protocol/methods';
import type { PanelStatus, Progress } from '../src/protocol/panel-state';
import { h } from './dom';
import { button, progressRing } from './toolkit';

export interface WaitingView {
  readonly element: HTMLElement;
  update(progress: Progress): void;
}

export const createWaitingView = (cancel: () => void): WaitingView => {
  const message = h('p', { role: 'status' });
  const bar = h('progress', { max: 1, 'aria-label': 'Progress' });
  const ring = progressRing();
  return {
    element: h('div', { class: 'waiting' }, ring, message, bar, button('Cancel', cancel)),
    update: ({ message: text, fraction }) => {
      message.textContent = text;
      bar.hidden = fraction === undefined;
      ring.hidden = fraction !== undefined;
      if (fraction !== undefined) bar.value = fraction;
    },
  };
};

export const failedView = (
  { message, where }: Extract<PanelStatus, { kind: 'failed' }>,
  openSource: (place: SourcePlace) => void,
): HTMLElement => {
  const { line, column, byte } = where ?? {};
  const place: SourcePlace = {
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
  const at =
    line !== undefined
      ? `Line ${line}${column === undefined ? '' : `, column ${column}`}.`
      : byte !== undefined
        ? `Byte ${formatCount(byte)}.`
        : undefined;
  return h(
    'div',
    { class: 'waiting' },
    h(
      'div',
      { class: 'message error', role: 'alert' },
      h('span', { class: 'message-kind' }, 'This file cannot be analysed: '),
      message,
    ),
    at === undefined ? undefined : h('p', { class: 'quiet' }, at),
    button('Open as Text', () => openSource(place)),
  );
};
