import { Diagnostic, DiagnosticSeverity, Position, Range, type TextDocument } from 'vscode';
import type { Fault } from '../../protocol/analysis';

export const DIAGNOSTIC_SOURCE = 'Wattlens';

export const ourDiagnostic = (
  range: Range,
  message: string,
  severity = DiagnosticSeverity.Error,
): Diagnostic => {
  const diagnostic = new Diagnostic(range, message, severity);
  diagnostic.source = DIAGNOSTIC_SOURCE;
  return diagnostic;
};

/** The word at the fault's place, or else the rest of its line. */
const rangeOf = (document: TextDocument, { where: { line = 1, column = 1 } }: Fault): Range => {
  const start = document.validatePosition(new Position(line - 1, column - 1));
  return document.getWordRangeAtPosition(start) ?? new Range(start, document.lineAt(start.line).range.end);
};

/** What is wrong with a file that people write, at its place. */
export const faultDiagnostic = (document: TextDocument, fault: Fault): Diagnostic =>
  ourDiagnostic(rangeOf(document, fault), fault.message);
