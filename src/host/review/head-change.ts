import type { TextDocument } from 'vscode';
import type { ConfigSummary, Outcome, TextSource } from '../../protocol/analysis';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import { besideOf } from '../analysis/beside';
import type { Config } from '../config';
import type { GitFiles } from '../git/git-files';
import { carbonChange } from './carbon-change';

/** What a change of a config does to its carbon, next to its text. */
export class HeadChange {
  /** HEAD's summary by document, kept while its text and the settings stay. */
  private readonly before = new Map<
    string,
    { readonly key: string; readonly summary: Promise<Outcome<ConfigSummary>> }
  >();

  constructor(
    private readonly worker: AnalysisWorker,
    private readonly git: GitFiles,
    private readonly config: Config,
  ) {}

  /** @param source The document's, with what stands beside it. @param after Its summary.
   * @returns Undefined where nothing changed, or there is nothing to compare with. */
  async titleOf(
    document: TextDocument,
    source: TextSource,
    after: ConfigSummary,
  ): Promise<string | undefined> {
    if (!this.config.headLensEnabled(document)) return undefined;
    const head = await this.git.headText(document.uri);
    if (head === undefined) return undefined;
    const beside = await besideOf(document.uri, head, (uri) => this.git.headText(uri));
    const atHead: TextSource = {
      kind: 'text',
      name: source.name,
      text: head,
      ...(beside === undefined ? {} : { beside }),
    };
    if (sameText(textsOf(atHead), textsOf(source))) return undefined;
    const before = await this.summaryOfHead(document, atHead);
    return before.ok ? carbonChange(before.value, after) : undefined;
  }

  private summaryOfHead(document: TextDocument, source: TextSource): Promise<Outcome<ConfigSummary>> {
    const defaults = this.config.defaults(document);
    const name = document.uri.toString();
    const key = JSON.stringify([textsOf(source), defaults]);
    const known = this.before.get(name);
    if (known?.key === key) return known.summary;
    const summary = this.worker.remote.summarizeConfig(source, defaults);
    summary.catch(() => this.before.delete(name));
    this.before.set(name, { key, summary });
    return summary;
  }
}

/** Its text and those beside it, in one. */
const textsOf = ({ text, beside = {} }: TextSource): string =>
  [text, ...Object.entries(beside).flat()].join('\0');

const sameText = (a: string, b: string): boolean => a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n');
