import type { Port } from '../src/protocol/rpc';
import type { StateStore } from './saved-state';

export interface VsCodeApi extends StateStore {
  postMessage(message: unknown): void;
}

/** Messages to and from the extension host. */
export const hostPort = (api: VsCodeApi): Port => ({
  postMessage: (message) => api.postMessage(message),
  onMessage: (listener) => {
    const hear = (event: MessageEvent<unknown>): void => listener(event.data);
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  },
});
