import type { Estimate } from '../../estimate/estimate-types';
import type { Block, ReportDocument } from '../document';
import type { CompareReport, Inspection, OperatorsReport, TraceReport } from '../types';
import { compareDocument } from './compare';
import { estimateDocument } from './estimate';
import { inspectDocument } from './inspect';
import { operatorsDocument } from './operators';
import { traceDocument } from './trace';

/** All that is known of one file; parts that do not apply are absent. */
export interface FullReport {
  readonly inspection: Inspection;
  readonly operators: OperatorsReport;
  readonly trace?: TraceReport;
  readonly estimate?: Estimate;
  readonly comparison?: CompareReport;
}

/** A document's blocks under its title, for use inside a larger one. */
const section = ({ title, blocks }: ReportDocument): readonly Block[] => {
  const [first, ...rest] = blocks;
  if (first === undefined) return [];
  return first.kind === 'note' || first.heading !== undefined
    ? [{ kind: 'facts', heading: title, facts: [] }, ...blocks]
    : [{ ...first, heading: title }, ...rest];
};

/** The whole story of a file in one document: what it is, does, would do elsewhere and costs. */
export const fullDocument = ({
  inspection,
  operators,
  trace,
  estimate,
  comparison,
}: FullReport): ReportDocument => {
  const about = inspectDocument(inspection);
  return {
    title: about.title,
    blocks: [
      ...about.blocks,
      ...(comparison === undefined ? [] : section(compareDocument(comparison))),
      ...(trace === undefined ? [] : section(traceDocument(inspection.name, trace))),
      ...section(operatorsDocument(inspection.name, operators)),
      ...(estimate === undefined ? [] : section(estimateDocument(estimate))),
    ],
  };
};
