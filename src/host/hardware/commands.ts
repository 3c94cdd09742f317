import { commands, type Disposable, window } from 'vscode';
import { messageOf } from '../../protocol/rpc';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import type { ReviewDocuments } from '../review/review-documents';

const idOf = (argument: unknown): string | undefined => (typeof argument === 'string' ? argument : undefined);

/** Asks which part of the catalogue, and shows its card. */
const showPart = async (worker: AnalysisWorker, reviews: ReviewDocuments, given?: string): Promise<void> => {
  const choices = await worker.remote.accelerators();
  const id =
    given ??
    (
      await window.showQuickPick(
        choices.map(({ id: value, label, detail }) => ({
          label,
          description: value,
          ...(detail === undefined ? {} : { detail }),
          id: value,
        })),
        { title: 'Show Accelerator', matchOnDescription: true, placeHolder: 'Part of the catalogue' },
      )
    )?.id;
  if (id === undefined) return;
  const outcome = await worker.remote.partMarkdown(id);
  if (!outcome.ok) throw new Error(outcome.fault.message);
  await reviews.show(outcome.value.title, outcome.value.text);
};

/** Needs no file: what the catalogue knows. */
export const registerHardwareCommands = (worker: AnalysisWorker, reviews: ReviewDocuments): Disposable =>
  commands.registerCommand('wattlens.showAccelerator', async (argument: unknown) => {
    try {
      await showPart(worker, reviews, idOf(argument));
    } catch (error) {
      void window.showErrorMessage(`Wattlens: ${messageOf(error)}`);
    }
  });
