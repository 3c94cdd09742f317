import { ProgressLocation, type Uri, window } from 'vscode';
import type { FileAnalysis } from '../analysis/file-analysis';
import { fileNameOf } from '../analysis/source';
import { showSteps } from '../panel/notification';

/**
 * Tells of the reading of a trace that is set beside an analysed file, and lets the user end it.
 * @returns undefined where the user ended it.
 */
export const whileReading = <T>(
  analysis: FileAnalysis,
  trace: Uri,
  work: () => Promise<T>,
): Thenable<T | undefined> => {
  const title = `Wattlens: reading ${fileNameOf(trace)}`;
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, async (notification, token) => {
    const subscriptions = [
      token.onCancellationRequested(() => analysis.cancelOther()),
      showSteps(notification, analysis.onProgress),
    ];
    try {
      return await work();
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    } finally {
      for (const subscription of subscriptions) subscription.dispose();
    }
  });
};
