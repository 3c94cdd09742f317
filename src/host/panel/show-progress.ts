import { ProgressLocation, window } from 'vscode';
import type { FileAnalysis } from '../analysis/file-analysis';
import { showSteps } from './notification';

/** Quick reads need no notice. */
const PATIENCE_MILLISECONDS = 500;

/** Tells of a long reading, and lets the user end it. */
export const showProgress = (analysis: FileAnalysis, loading: Promise<void>): void => {
  const timer = setTimeout(() => {
    const title = `Wattlens: reading ${analysis.state.fileName}`;
    const options = { location: ProgressLocation.Notification, title, cancellable: true };
    void window.withProgress(options, async (notification, token) => {
      const subscriptions = [
        token.onCancellationRequested(() => analysis.cancel()),
        showSteps(notification, analysis.onProgress),
      ];
      await loading;
      for (const subscription of subscriptions) subscription.dispose();
    });
  }, PATIENCE_MILLISECONDS);
  void loading.finally(() => clearTimeout(timer));
};
