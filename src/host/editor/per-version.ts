import type { TextDocument } from 'vscode';

interface Asked<T> {
  readonly version: number;
  readonly answer: Promise<T>;
  /** The answer, once it is there. */
  known?: T;
}

/** An answer about a document, asked for once for each version of its text. */
export class PerVersion<T> {
  private readonly answers = new WeakMap<TextDocument, Asked<T>>();

  constructor(private readonly ask: (document: TextDocument) => Promise<T>) {}

  get(document: TextDocument): Promise<T> {
    const { version } = document;
    const before = this.answers.get(document);
    if (before?.version === version) return before.answer;
    const asked: Asked<T> = { version, answer: this.ask(document) };
    this.answers.set(document, asked);
    asked.answer.then(
      (answer) => (asked.known = answer),
      () => {
        if (this.answers.get(document) === asked) this.answers.delete(document);
      },
    );
    return asked.answer;
  }

  /** What the answer rests on beside the text changed. */
  forget(document: TextDocument): void {
    this.answers.delete(document);
  }

  /** The answer for the text as it stands, where it was asked for and is there. */
  known(document: TextDocument): T | undefined {
    const asked = this.answers.get(document);
    return asked?.version === document.version ? asked.known : undefined;
  }
}
