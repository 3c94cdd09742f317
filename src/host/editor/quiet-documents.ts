import { Disposable, type DocumentSelector, languages, type TextDocument, type Uri, workspace } from 'vscode';

const QUIET_MILLISECONDS = 200;

/** Looks at each open document of a kind, and again when its text changed, once things are quiet. */
export class QuietDocuments implements Disposable {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly subscription: Disposable;

  /** @param closed Called with what was looked at and is open no more. */
  constructor(
    private readonly selector: DocumentSelector,
    private readonly look: (document: TextDocument) => Promise<unknown>,
    closed: (uri: Uri) => void = () => {},
  ) {
    this.subscription = Disposable.from(
      workspace.onDidOpenTextDocument((document) => this.later(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.later(document)),
      workspace.onDidCloseTextDocument(({ uri }) => {
        clearTimeout(this.timers.get(uri.toString()));
        this.timers.delete(uri.toString());
        closed(uri);
      }),
    );
    this.again();
  }

  /** Looks at all of them anew: what their look depends on changed. */
  again(): void {
    for (const document of workspace.textDocuments) this.later(document);
  }

  later(document: TextDocument): void {
    if (languages.match(this.selector, document) === 0) return;
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    const timer = setTimeout(() => {
      this.timers.delete(key);
      // A thread that is ended while it is asked answers no more; nothing is shown then.
      this.look(document).catch(() => undefined);
    }, QUIET_MILLISECONDS);
    this.timers.set(key, timer);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.subscription.dispose();
  }
}
