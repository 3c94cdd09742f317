import type { Disposable, Event, Progress as Notification } from 'vscode';
import type { Progress } from '../../protocol/panel-state';

/** Shows in a notification how far a work is, as long as the subscription holds. */
export const showSteps = (
  notification: Notification<{ message?: string; increment?: number }>,
  onProgress: Event<Progress>,
): Disposable => {
  let shown = 0;
  return onProgress(({ message, fraction = 0 }) => {
    notification.report({ message, increment: Math.max(0, fraction - shown) * 100 });
    shown = Math.max(shown, fraction);
  });
};
