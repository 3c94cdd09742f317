import { messageOf } from '../src/protocol/rpc';
import { h } from './dom';
import { button } from './toolkit';

export interface Messages {
  readonly element: HTMLElement;
  showError(error: unknown): void;
  clearError(): void;
  say(text: string): void;
}

/** Errors stay until the next success; confirmations are short, and read out. */
export const createMessages = (): Messages => {
  const text = h('span');
  const error = h('div', { class: 'message error', hidden: true });
  const alert = h('div', { role: 'alert' }, error);
  const status = h('div', { class: 'quiet', role: 'status' });
  const clearError = (): void => {
    error.hidden = true;
    text.textContent = '';
  };
  error.append(h('span', { class: 'message-kind' }, 'Error: '), text, ' ', button('Dismiss', clearError));
  return {
    element: h('div', {}, alert, status),
    showError: (cause) => {
      status.textContent = '';
      text.textContent = messageOf(cause);
      error.hidden = false;
    },
    clearError,
    say: (message) => {
      status.textContent = message;
    },
  };
};
