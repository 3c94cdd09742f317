import { Uri, window, workspace } from 'vscode';
import { mayAskBeside } from '../../core/input/beside';
import { Problem } from '../../core/problem';
import type { Outcome, ReviewedVersion, Source, TextSource } from '../../protocol/analysis';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import { besideOf, presentText, type TextIn } from '../analysis/beside';
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
  /** The same, undefined where it is not there. */
  readonly textIn: TextIn;
  /** Of any size and kind. */
  readonly source: (uri: Uri) => Promise<Source>;
}

const PRESENT: State = {
  suffix: '',
  text: async (uri) => (await workspace.openTextDocument(uri)).getText(),
  textIn: presentText,
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
    const textIn: TextIn = (file) => this.git.textAt(file, revision).catch(() => undefined);
    const state: State = {
      suffix,
      text: (file) => this.git.textAt(file, revision),
      textIn,
      source: async (file) => {
        const bytes = await this.git.bytesAt(file, revision);
        const beside = mayAskBeside(file.path)
          ? await besideOf(file, new TextDecoder().decode(bytes), textIn)
          : undefined;
        return {
          kind: 'bytes',
          name: `${workspace.asRelativePath(file)}${suffix}`,
          bytes,
          ...(beside === undefined ? {} : { beside }),
        };
      },
    };
    await this.show(uri, revision, await this.version(uri, state));
  }

  private async show(uri: Uri, beside: string, before: ReviewedVersion): Promise<void> {
    const after = await this.version(uri, PRESENT);
    const outcome = await this.worker.remote.compareVersions(before, after, this.config.defaults(uri));
    const title = `${fileNameOf(uri)} and ${beside.replaceAll('/', '-')}`;
    await this.reviews.show(title, valueOf(outcome, after.source.name));
  }

  private async version(uri: Uri, { suffix, text, textIn, source: open }: State): Promise<ReviewedVersion> {
    const source: TextSource = {
      kind: 'text',
      name: `${workspace.asRelativePath(uri)}${suffix}`,
      text: await text(uri),
    };
    if (!isScenario(uri)) {
      const beside = await besideOf(uri, source.text, textIn);
      return { source: { ...source, ...(beside === undefined ? {} : { beside }) } };
    }
    const file = valueOf(await this.worker.remote.workloadFileOf(source), source.name);
    return { source, workload: await open(Uri.joinPath(uri, '..', file)) };
  }
}
