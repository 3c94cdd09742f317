import { analyseSelection } from '../../traces/analysis/registry';
import { inSeconds, type Selection } from '../../traces/analysis/selection';
import { firstMoment } from '../../traces/ran';
import { notRecorded } from '../../traces/not-recorded';
import { recordedPart } from '../recording';
import { communicationPage } from './communication';
import { criticalPathPage } from './critical-path';
import { idlePage } from './idle';
import { kernelsPage } from './kernels';
import { memoryPage } from './memory';
import { modulesPage } from './modules';
import { operatorsPage } from './operators';
import type { AboutTrace, PageId, PageMaker, TracePage } from './page';
import { ranksPage } from './ranks';
import { rooflinePage } from './roofline';
import { stacksPage } from './stacks';
import { stepsPage } from './steps';

export const PAGES: Readonly<Record<PageId, PageMaker>> = {
  operators: operatorsPage,
  kernels: kernelsPage,
  roofline: rooflinePage,
  idle: idlePage,
  communication: communicationPage,
  memory: memoryPage,
  steps: stepsPage,
  modules: modulesPage,
  stacks: stacksPage,
  criticalPath: criticalPathPage,
  ranks: ranksPage,
};

const sentence = (clause: string): string => `${clause.slice(0, 1).toUpperCase()}${clause.slice(1)}.`;

/** Runs what a page shows. Seconds of work on a large trace, so only when it is asked for. */
export const tracePage = (selection: Selection, id: PageId, among?: AboutTrace['among']): TracePage => {
  const { analyses, blocks } = PAGES[id];
  const { trace } = selection;
  const about: AboutTrace = {
    part: recordedPart(trace),
    without: (wanted) => sentence(notRecorded(trace, wanted)),
    first: inSeconds(firstMoment(trace)),
    among,
  };
  return { id, blocks: blocks(analyseSelection(selection, analyses), about) };
};
