/** Sections of a comparison, and cards of parts, as blocks. */
import { againstTrace } from '../core/compare/against-trace';
import { breakEvens } from '../core/compare/break-even';
import { compare } from '../core/compare/compare';
import { comparePrimitives } from '../core/compare/primitives';
import { rankSensitivity } from '../core/compare/rank-sensitivity';
import { underLoad } from '../core/compare/under-load';
import type { Deployment } from '../core/estimate/deployment';
import { figuresOf } from '../core/estimate/figures';
import { siteOf } from '../core/estimate/site';
import { findAccelerator } from '../core/hardware/find';
import { buildWorkload } from '../core/models/workload';
import { Problem } from '../core/problem';
import type { ReportDocument } from '../core/report/document';
import { againstTraceDocument } from '../core/report/documents/against-trace';
import { breakEvenBlocks } from '../core/report/documents/decide';
import { hardwareDocument } from '../core/report/documents/hardware';
import { loadBlocks, primitiveBlocks, scalingBlocks, sensitivityBlocks } from '../core/report/pages/decide';
import type { PageBlock } from '../core/report/pages/page';
import { renderMarkdown } from '../core/report/render-markdown';
import { SCALING_COUNTS, scalingReport } from '../core/report/scaling';
import type { Workload } from '../core/workload/workload';
import type { PartText, Source, View } from '../protocol/analysis';
import type { Section, SectionRequest } from '../protocol/comparing';
import { deploymentOf, runOf } from './deployment';
import { openFile, type OpenFile, type OpenModel } from './open-file';
import type { Progress } from '../protocol/panel-state';
import { parts } from './parts';

const nameOf = (id: string): string => findAccelerator(parts(), id).name;

/** The accelerator in effect and those beside it, that can run the workload. */
const comparedOf = (workload: Workload, view: View, own: Deployment): readonly Deployment[] => {
  // A part that the workspace no longer has is told among the notices.
  const others = view.defaults.compareWith.flatMap((name) => {
    try {
      return [findAccelerator(parts(), name).id];
    } catch (error) {
      if (error instanceof Problem) return [];
      throw error;
    }
  });
  const ids = [findAccelerator(parts(), own.accelerator).id, ...others];
  return [...new Set(ids)]
    .map((accelerator) => ({ ...own, accelerator }))
    .filter((deployment) => {
      try {
        // A trace has no figures of its own to try; its deployments are checked where they are estimated.
        if (workload.source.kind === 'model') figuresOf(workload, siteOf(deployment, parts()));
        return true;
      } catch (error) {
        if (error instanceof Problem) return false;
        throw error;
      }
    });
};

/** @throws Problem where it is a trace. */
export const modelIn = (file: OpenFile): OpenModel => {
  if (file.kind !== 'model') throw new Problem('This is a question about a model config, not about a trace.');
  return file;
};

/** @throws Problem for a question that cannot be asked of this file, or a deployment that cannot be. */
export const sectionOf = (file: OpenFile, request: SectionRequest, view: View): Section => {
  const { model } = modelIn(file);
  const run = runOf(view);
  const workload = buildWorkload(model, run);
  const deployments = comparedOf(workload, view, deploymentOf(view));
  if (deployments.length === 0)
    return { blocks: [{ kind: 'note', text: 'None of the accelerators can run this.' }] };
  const blocks = (): readonly PageBlock[] => {
    switch (request.id) {
      case 'scaling':
        return scalingBlocks(scalingReport(workload, deployments, SCALING_COUNTS, parts()), nameOf);
      case 'primitives':
        return primitiveBlocks(
          comparePrimitives(
            deployments.map(({ accelerator }) => accelerator),
            parts(),
          ),
          nameOf,
        );
      case 'breakEven':
        return breakEvenBlocks(breakEvens(compare(workload, deployments, parts()).rows, parts()));
      case 'sensitivity': {
        const { metric = 'carbon' } = request;
        return sensitivityBlocks(metric, rankSensitivity(workload, deployments, metric, parts()));
      }
      case 'load': {
        const { rate = 1 } = request;
        return loadBlocks(
          deployments.map((deployment) => ({
            name: `${deployment.count} × ${nameOf(deployment.accelerator)}`,
            load: underLoad(model, run, deployment, rate, parts()),
          })),
        );
      }
    }
  };
  return { blocks: blocks() };
};

/** @throws Problem for a file that is no trace, or one without device times. */
export const traceSection = async (
  file: OpenFile,
  source: Source,
  view: View,
  report: (progress: Progress) => void,
): Promise<Section> => {
  const { model } = modelIn(file);
  const other = await openFile(source, report);
  if (other.kind !== 'trace')
    throw new Problem(`${source.name} is a model config; expected a trace of this model`);
  const { accelerator, count, ...rest } = deploymentOf(view);
  const chosen = view.change.accelerator === undefined ? rest : { ...rest, accelerator, count };
  const result = againstTrace(buildWorkload(model, runOf(view)), other.workload, chosen, parts());
  return { blocks: againstTraceDocument(result).blocks };
};

const cardOf = (id: string): ReportDocument => hardwareDocument([findAccelerator(parts(), id)]);

export const partCard = (id: string): Section => ({ blocks: cardOf(id).blocks });

export const partMarkdown = (id: string): PartText => {
  const card = cardOf(id);
  return { title: card.title, text: renderMarkdown(card) };
};
