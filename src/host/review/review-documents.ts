import {
  commands,
  type Disposable,
  EventEmitter,
  type TextDocumentContentProvider,
  Uri,
  workspace,
} from 'vscode';
import { copyText } from '../panel/copy-text';

export const REVIEW_SCHEME = 'wattlens-review';
/** Set while there is a review to copy. */
const CONTEXT = 'wattlens.hasReview';

/** Reviews as Markdown documents that no one can edit, shown in VS Code's own preview. */
export class ReviewDocuments implements TextDocumentContentProvider, Disposable {
  private readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;
  private readonly texts = new Map<string, string>();
  private last: string | undefined;
  private readonly subscriptions: readonly Disposable[] = [
    workspace.registerTextDocumentContentProvider(REVIEW_SCHEME, this),
    this.changed,
  ];

  provideTextDocumentContent(uri: Uri): string {
    return this.texts.get(uri.toString()) ?? 'This review is gone; run its command again.\n';
  }

  /** One document a title: the same review again takes the place of the last. */
  async show(title: string, markdown: string): Promise<void> {
    const uri = Uri.from({ scheme: REVIEW_SCHEME, path: `/${title}.md` });
    this.texts.set(uri.toString(), markdown);
    this.last = markdown;
    this.changed.fire(uri);
    await commands.executeCommand('setContext', CONTEXT, true);
    await commands.executeCommand('markdown.showPreviewToSide', uri);
  }

  async copy(): Promise<void> {
    if (this.last === undefined)
      throw new Error('there is no comparison to copy yet; run Compare Carbon first');
    await copyText(this.last, 'comparison as Markdown');
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
