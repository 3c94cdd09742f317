import { Problem } from '../core/problem';
import type { ReportDocument } from '../core/report/document';
import { type ComparedSide, comparePage } from '../core/report/pages/compare';
import type { PageBlock } from '../core/report/pages/page';
import {
  type ComparedTrace,
  compareTraces,
  type TraceComparison,
  traceComparisonDocument,
} from '../core/report/trace-comparison';
import type { Source, View } from '../protocol/analysis';
import type { Progress } from '../protocol/panel-state';
import { traceDeployment } from './content';
import { openFile, type OpenTrace, traceIn } from './open-file';

const comparedOf = ({ inspection: { name }, selection, workload }: OpenTrace): ComparedTrace => ({
  name,
  selection: selection(),
  workload,
});

const sideOf = ({ inspection: { name }, workload: { units } }: OpenTrace): ComparedSide => ({
  name,
  steps: units,
});

/** Reads the trace to compare with. @throws Problem that names it. */
export const openOther = async (source: Source, report: (progress: Progress) => void): Promise<OpenTrace> => {
  try {
    return traceIn(await openFile(source, report));
  } catch (error) {
    if (error instanceof Problem) throw error.inFile(source.name);
    throw error;
  }
};

/** Two open traces, compared on whatever deployment the panel is looked at with. */
export class TraceComparer {
  constructor(
    readonly before: OpenTrace,
    private readonly after: OpenTrace,
  ) {}

  blocks(view: View): readonly PageBlock[] {
    return comparePage(sideOf(this.before), sideOf(this.after), this.compare(view));
  }

  document(view: View): ReportDocument {
    return traceComparisonDocument(this.compare(view));
  }

  private compare(view: View): TraceComparison {
    return compareTraces(
      comparedOf(this.before),
      comparedOf(this.after),
      traceDeployment(this.after.workload, view),
    );
  }
}
