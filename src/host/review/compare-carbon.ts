import { Uri, window, workspace } from 'vscode';
import { Problem } from '../../core/problem';
import type { Outcome, ReviewedVersion, Source, TextSource } from '../../protocol/analysis';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import { fileNameOf, sourceOf } from '../analysis/source';
import type { Config } from '../config';
import type { GitFiles } from '../git/git-files';
import { isScenario } from '../scenario/scenario-documents';
import type { ReviewDocuments } from './review-documents';

const HEAD = 'HEAD';

/** Reads files in one state of them. */
interface State {
  /** Told after a file's name. */
  readonly suffix: string;
  readonly text: (uri: Uri) => Promise<string>;
  /** Of any size and kind. */
  readonly source: (uri: Uri) => Promise<Source>;
}

const PRESENT: State = {
  suffix: '',
  text: async (uri) => (await workspace.openTextDocument(uri)).getText(),
  source: sourceOf,
};

/** @param name Of what the outcome is about, where the fault names no file. */
const valueOf = <T>(outcome: Outcome<T>, name: string): T => {
  if (outcome.ok) return outcome.value;
  const { message, where } = outcome.fault;
  throw new Error(new Problem(message, where).inFile(name).describe());
};

/** Sets two states of a config or scenario side by side, and shows what the change does to carbon. */
export class CarbonComparison {
  constructor(
    private readonly worker: AnalysisWorker,
    private readonly git: GitFiles,
    private readonly config: Config,
    private readonly reviews: ReviewDocuments,
  ) {}

  async withHead(uri: Uri): Promise<void> {
    await this.withRevision(uri, HEAD);
  }

  /** Asks for the branch where none is given. */
  async withBranch(uri: Uri, given?: string): Promise<void> {
    const branch =
      given ??
      (await window.showQuickPick(this.git.branches(uri), {
        title: 'Compare Carbon with Branch',
        placeHolder: 'Branch to compare with',
      }));
    if (branch !== undefined) await this.withRevision(uri, branch);
  }

  /** Asks for the file where none is given. */
  async withFile(uri: Uri, given?: Uri): Promise<void> {
    const chosen =
      given === undefined
        ? await window.showOpenDialog({
            title: 'Compare Carbon with File',
            openLabel: 'Compare',
            defaultUri: Uri.joinPath(uri, '..'),
          })
        : [given];
    const [other] = chosen ?? [];
    if (other === undefined) return;
    await this.show(uri, fileNameOf(other), await this.version(other, PRESENT));
  }

  private async withRevision(uri: Uri, revision: string): Promise<void> {
    const suffix = ` at ${revision}`;
    const state: State = {
      suffix,
      text: (file) => this.git.textAt(file, revision),
      source: async (file) => ({
        kind: 'bytes',
        name: `${workspace.asRelativePath(file)}${suffix}`,
        bytes: await this.git.bytesAt(file, revision),
      }),
    };
    await this.show(uri, revision, await this.version(uri, state));
  }

  private async show(uri: Uri, beside: string, before: ReviewedVersion): Promise<void> {
    const after = await this.version(uri, PRESENT);
    const outcome = await this.worker.remote.compareVersions(before, after, this.config.defaults(uri));
    const title = `${fileNameOf(uri)} and ${beside.replaceAll('/', '-')}`;
    await this.reviews.show(title, valueOf(outcome, after.source.name));
  }

  private async version(uri: Uri, { suffix, text, source: open }: State): Promise<ReviewedVersion> {
    const source: TextSource = {
      kind: 'text',
      name: `${workspace.asRelativePath(uri)}${suffix}`,
      text: await text(uri),
    };
    if (!isScenario(uri)) return { source };
    const file = valueOf(await this.worker.remote.workloadFileOf(source), source.name);
    return { source, workload: await open(Uri.joinPath(uri, '..', file)) };
  }
}
