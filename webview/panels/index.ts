import type { PanelContent } from '../../src/protocol/panel-state';
import { assumptionsPanel } from './assumptions';
import { carbonPanel } from './carbon';
import { hardwarePanel } from './hardware';
import { operatorsPanel } from './operators';
import { overviewPanel } from './overview';
import type { Panel } from './panel';
import { partPanel } from './part';
import { questionsPanel } from './questions';
import { sweepPanel } from './sweep';
import { timelinePanel } from './timeline';
import { comparePanel } from './trace-compare';
import { TRACE_PAGES } from './trace-page';

const PANELS: readonly Panel[] = [
  overviewPanel,
  operatorsPanel,
  timelinePanel,
  ...TRACE_PAGES,
  comparePanel,
  hardwarePanel,
  sweepPanel,
  questionsPanel,
  partPanel,
  carbonPanel,
  assumptionsPanel,
];

export const panelsFor = (kind: PanelContent['kind']): readonly Panel[] =>
  PANELS.filter(({ kinds }) => kinds.includes(kind));
