import { type FieldExplainer, fieldExplainer, type FieldExplanation } from '../core/models/explain';
import { givenBeside } from '../core/models/read-beside';
import type { ExplainedField, TextSource } from '../protocol/analysis';

/** Lets the questions that came meanwhile be answered. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const isSame = (a: TextSource, b: TextSource): boolean =>
  a.name === b.name && a.text === b.text && JSON.stringify(a.beside) === JSON.stringify(b.beside);

/** What the fields of configs are and cost. The config that was asked about last is kept read. */
export class FieldExplanations {
  private last: { readonly source: TextSource; readonly explainer: FieldExplainer | undefined } | undefined;
  /** By name: the text whose fields are being explained. */
  private readonly wanted = new Map<string, TextSource>();

  /** Of the field whose name or value stands at `offset`. */
  at(source: TextSource, offset: number): FieldExplanation | undefined {
    const explainer = this.explainerOf(source);
    const path = [...(explainer?.fields ?? [])].find(
      ([, { key, value }]) => key.start <= offset && offset <= value.end,
    )?.[0];
    return path === undefined ? undefined : explainer?.explain(path);
  }

  /** Of all fields, one after the other. A newer text of that name ends it: then undefined. */
  async all(source: TextSource): Promise<readonly ExplainedField[] | undefined> {
    this.wanted.set(source.name, source);
    const explainer = this.explainerOf(source);
    const explained: ExplainedField[] = [];
    for (const [path, { key, value }] of explainer?.fields ?? []) {
      await turn();
      if (this.wanted.get(source.name) !== source) return undefined;
      const explanation = explainer?.explain(path);
      explained.push({
        start: key.start,
        end: value.end,
        ...(explanation === undefined ? {} : { explanation }),
      });
    }
    this.wanted.delete(source.name);
    return explained;
  }

  private explainerOf(source: TextSource): FieldExplainer | undefined {
    if (this.last === undefined || !isSame(this.last.source, source))
      this.last = { source, explainer: fieldExplainer(source.text, source.name, givenBeside(source.beside)) };
    return this.last.explainer;
  }
}
