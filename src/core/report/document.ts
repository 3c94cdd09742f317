import type { CodePlace } from '../traces/source-places';

/**
 * A report as people read it, before it is Markdown, a terminal's table, CSV or HTML: all of these render the
 * same documents, so that none of them computes or leaves out anything of its own.
 */
export interface ReportDocument {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block = FactsBlock | TableBlock | NoteBlock;

/** Labels and their values, one a line. */
export interface FactsBlock {
  readonly kind: 'facts';
  readonly heading?: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
}

export interface TableBlock {
  readonly kind: 'table';
  readonly heading?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A sentence that belongs to the numbers: what was assumed, repaired, left out. */
export interface NoteBlock {
  readonly kind: 'note';
  readonly text: string;
}

export interface Column {
  readonly title: string;
  /** Base unit of the numbers' `value`, for machine-readable renderings. */
  readonly unit?: string;
  readonly numeric?: boolean;
}

/**
 * A number keeps its value in the column's base unit beside its text; an unknown one has no value. What stands in a source
 * tells where: the innermost place first, of which an editor shows the first that it has.
 */
export type Cell =
  | string
  | {
      readonly text: string;
      readonly value?: number;
      readonly places?: readonly CodePlace[];
      /** Where on the web it is from. */
      readonly href?: string;
    };

export const cellText = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);
