import type { TextDocument } from 'vscode';

/** An answer about a document, asked for once for each version of its text. */
export class PerVersion<T> {
  private readonly answers = new WeakMap<
    TextDocument,
    { readonly version: number; readonly answer: Promise<T> }
  >();

  constructor(private readonly ask: (document: TextDocument) => Promise<T>) {}

  get(document: TextDocument): Promise<T> {
    const { version } = document;
    const known = this.answers.get(document);
    if (known?.version === version) return known.answer;
    const answer = this.ask(document);
    this.answers.set(document, { version, answer });
    answer.catch(() => {
      if (this.answers.get(document)?.answer === answer) this.answers.delete(document);
    });
    return answer;
  }
}
