import type { PanelContent } from '../../src/protocol/panel-state';
import type { ViewContext } from '../context';

/** One tab of the page. */
export interface Panel {
  readonly id: string;
  readonly title: string;
  /** The kinds of content it can show. */
  readonly kinds: readonly PanelContent['kind'][];
  readonly create: (context: ViewContext) => PanelView;
}

export interface PanelView {
  readonly element: HTMLElement;
  /** Of a trace: where the what-if controls stand; a page without has nothing that they change. */
  readonly whatIf?: HTMLElement;
  update(content: PanelContent): void;
}
