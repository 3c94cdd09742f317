import {
  CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type CodeActionProvider,
  type CodeActionProviderMetadata,
  type Diagnostic,
  type Range,
  type TextDocument,
  WorkspaceEdit,
} from 'vscode';
import type { Advice } from '../../core/models/advice';
import { type ConfigDocuments, rangeIn } from './config-documents';
import { ruleOf } from './diagnostics';
import { DIAGNOSTIC_SOURCE } from './our-diagnostic';

export const QUICK_FIX_KINDS: CodeActionProviderMetadata = {
  providedCodeActionKinds: [CodeActionKind.QuickFix],
};

/** What to write instead, for each diagnostic that has something. Only the value at fault is replaced. */
export class QuickFixProvider implements CodeActionProvider {
  constructor(private readonly configs: ConfigDocuments) {}

  async provideCodeActions(
    document: TextDocument,
    _range: Range,
    { diagnostics }: CodeActionContext,
  ): Promise<CodeAction[]> {
    const ours = diagnostics.filter(({ source }) => source === DIAGNOSTIC_SOURCE);
    if (ours.length === 0) return [];
    const advice = await this.configs.advice(document);
    return ours.flatMap((diagnostic) => {
      const given = advice.find(
        ({ id, range }) => id === ruleOf(diagnostic) && rangeIn(document, range).isEqual(diagnostic.range),
      );
      return given === undefined ? [] : actionsOf(document, given, diagnostic);
    });
  }
}

const actionsOf = (document: TextDocument, { fixes }: Advice, diagnostic: Diagnostic): CodeAction[] =>
  fixes.map(({ title, range, text }) => {
    const action = new CodeAction(title, CodeActionKind.QuickFix);
    action.edit = new WorkspaceEdit();
    action.edit.replace(document.uri, rangeIn(document, range), text);
    action.diagnostics = [diagnostic];
    action.isPreferred = fixes.length === 1;
    return action;
  });
