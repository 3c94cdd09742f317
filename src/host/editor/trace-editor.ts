import type { CustomDocument, CustomReadonlyEditorProvider, Uri, WebviewPanel } from 'vscode';
import type { Panels } from '../panel/panels';

/** Ours for `*.trace.json`; and the same, offered under "Open With…", for any other JSON. */
export const TRACE_VIEW_TYPES = ['wattlens.trace', 'wattlens.anyTrace'] as const;

/** Shows a trace's report in the place of its text. */
export class TraceEditor implements CustomReadonlyEditorProvider {
  constructor(private readonly panels: Panels) {}

  openCustomDocument(uri: Uri): CustomDocument {
    return { uri, dispose: () => {} };
  }

  resolveCustomEditor({ uri }: CustomDocument, panel: WebviewPanel): void {
    this.panels.attach(uri, panel);
  }
}
