/**
 * What is let in at each end. The host checks every argument to the last field, because a page is not trusted;
 * the view checks the outline of a state, because it renders values as text whatever they are.
 */
import { PAGE_IDS, type PageBlock, type PageId, type TracePage } from '../core/report/pages/page';
import { GROUPINGS } from '../core/report/types';
import type { CodePlace } from '../core/traces/source-places';
import { ZERO_STAGES } from '../core/cluster/ranks/layout';
import { CHECKPOINTING } from '../core/models/training/training';
import { isDesignMetric } from '../core/compare/metrics';
import { isDtype } from '../core/workload/dtype';
import type { Grouping } from '../core/report/types';
import {
  type Section,
  SECTION_IDS,
  type SectionRequest,
  type SweepRequest,
  type SweepState,
} from './comparing';
import {
  type Choice,
  type DeploymentChange,
  type PanelState,
  type Progress,
  type RestorableState,
  TASKS,
} from './panel-state';
import { readDivision } from './division';
import type { ExportResult, HostMethods, SourcePlace, ViewEvents } from './methods';
import { isRecord } from './rpc';
import { timelineContract } from './timeline';
import type { Contract } from './rpc';

type Guard<T> = (value: unknown) => value is T;

const none = (args: readonly unknown[]): args is [] => args.length === 0;
const one =
  <T>(guard: Guard<T>) =>
  (args: readonly unknown[]): args is [T] =>
    args.length === 1 && guard(args[0]);
const nothing = (value: unknown): value is void => value === undefined || value === null;

const isText = (value: unknown): value is string => typeof value === 'string';
const isAtLeast = (least: number) => (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) && value >= least;
const isWhole = (least: number) => (value: unknown) => Number.isSafeInteger(value) && isAtLeast(least)(value);
const isFraction = (value: unknown): value is number => isAtLeast(0)(value);
const isPositive = (value: unknown): boolean => isAtLeast(0)(value) && value !== 0;

const isFieldOf = <F extends object>(fields: F, name: string): name is Extract<keyof F, string> =>
  Object.hasOwn(fields, name);

/** True when each field present is one of `fields` and passes its check. */
const hasOnly = <T>(
  value: unknown,
  fields: { readonly [K in keyof T]-?: (field: unknown) => boolean },
): value is Partial<T> =>
  isRecord(value) &&
  Object.entries(value).every(([name, field]) => isFieldOf(fields, name) && fields[name](field));

const isDeploymentChange = (value: unknown): value is DeploymentChange =>
  hasOnly<DeploymentChange>(value, {
    accelerator: isText,
    count: isWhole(1),
    zone: isText,
    pue: isAtLeast(1),
    lifetimeYears: isPositive,
    batch: isWhole(1),
    input: isWhole(1),
    output: isWhole(0),
    images: isWhole(0),
    frames: isWhole(1),
    steps: isWhole(1),
    dtype: (field) => isText(field) && isDtype(field),
    division: (field) => isText(field) && readDivision(field) !== undefined,
    task: (field) => TASKS.some((task) => task === field),
    zero: (field) => ZERO_STAGES.some((stage) => stage === field),
    checkpointing: (field) => CHECKPOINTING.some((kind) => kind === field),
  });

const isGrouping = (value: unknown): value is Grouping => GROUPINGS.some((grouping) => grouping === value);

const isPageId = (value: unknown): value is PageId => PAGE_IDS.some((id) => id === value);
const isBlocks = (value: unknown): value is readonly PageBlock[] =>
  Array.isArray(value) && value.every((block) => isRecord(block) && isText(block['kind']));
const isPage = (value: unknown): value is TracePage =>
  isRecord(value) && isPageId(value['id']) && isBlocks(value['blocks']);

const isSection = (value: unknown): value is Section => isRecord(value) && isBlocks(value['blocks']);

const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);

const SWEEP_FIELDS = {
  accelerators: isTexts,
  batch: isText,
  input: isText,
  output: isWhole(1),
  metric: isDesignMetric,
  front: (value: unknown) => Array.isArray(value) && value.length === 2 && value.every(isDesignMetric),
  prices: isText,
};
const isSweepRequest = (value: unknown): value is SweepRequest =>
  hasOnly<SweepRequest>(value, SWEEP_FIELDS) && Object.keys(SWEEP_FIELDS).every((name) => name in value);
const isSweepState = (value: unknown): value is SweepState =>
  isRecord(value) &&
  isWhole(0)(value['done']) &&
  isWhole(0)(value['total']) &&
  typeof value['finished'] === 'boolean' &&
  isBlocks(value['blocks']);

const isSectionRequest = (value: unknown): value is SectionRequest =>
  hasOnly<SectionRequest>(value, {
    id: (id) => SECTION_IDS.some((known) => known === id),
    metric: isDesignMetric,
    rate: isPositive,
  }) && value.id !== undefined;

const isSourcePlace = (value: unknown): value is SourcePlace =>
  hasOnly<SourcePlace>(value, { line: isWhole(1), column: isWhole(1) });

const isCodePlace = (value: unknown): value is CodePlace =>
  isRecord(value) && isText(value['file']) && isWhole(1)(value['line']);
const isCodePlaces = (value: unknown): value is readonly CodePlace[] =>
  Array.isArray(value) && value.every(isCodePlace);

const isChoice = (value: unknown): value is Choice =>
  isRecord(value) && isText(value['id']) && isText(value['label']);
const isChoices = (value: unknown): value is readonly Choice[] =>
  Array.isArray(value) && value.every(isChoice);

const isExportResult = (value: unknown): value is ExportResult =>
  hasOnly<ExportResult>(value, { savedAs: isText });

const isProgress = (value: unknown): value is Progress =>
  isRecord(value) &&
  isText(value['message']) &&
  (value['fraction'] === undefined || isAtLeast(0)(value['fraction']));

const isContent = (value: unknown): boolean =>
  isRecord(value) &&
  (value['kind'] === 'model' || value['kind'] === 'trace') &&
  ['inspection', 'operators', 'comparison', 'choices', 'deployment'].every((name) => isRecord(value[name])) &&
  ['notices', 'groupings', 'assumptions'].every((name) => Array.isArray(value[name])) &&
  (value['kind'] === 'model' ||
    (isRecord(value['trace']) && ['findings', 'recorded'].every((name) => Array.isArray(value[name]))));

const isStatus = (value: unknown): boolean =>
  isRecord(value) &&
  ((value['kind'] === 'loading' && isProgress(value)) ||
    (value['kind'] === 'failed' && isText(value['message'])) ||
    (value['kind'] === 'ready' && isContent(value['content'])));

const isPanelState = (value: unknown): value is PanelState =>
  isRecord(value) && isText(value['uri']) && isText(value['fileName']) && isStatus(value['status']);

export const hostContract: Contract<HostMethods> = {
  ...timelineContract,
  ready: { args: none, result: isPanelState },
  setDeployment: { args: one(isDeploymentChange), result: isPanelState },
  setGrouping: { args: one(isGrouping), result: isPanelState },
  searchZones: { args: one(isText), result: isChoices },
  page: { args: one(isPageId), result: isPage },
  chooseTrace: { args: none, result: isPanelState },
  chooseRank: { args: one((value): value is number => isWhole(0)(value)), result: isPanelState },
  comparison: { args: none, result: isBlocks },
  copyComparison: { args: none, result: nothing },
  codeInWorkspace: { args: one(isCodePlaces), result: isCodePlaces },
  openCode: { args: one(isCodePlaces), result: nothing },
  compareHardware: { args: one(isTexts), result: isPanelState },
  sweep: { args: one(isSweepRequest), result: isSweepState },
  cancelSweep: { args: none, result: nothing },
  copySweepAsCommand: { args: one(isSweepRequest), result: nothing },
  section: { args: one(isSectionRequest), result: isSection },
  againstTrace: { args: none, result: isSection },
  partCard: { args: one(isText), result: isSection },
  copyMarkdown: { args: none, result: nothing },
  copyEvent: { args: one((value): value is number => isWhole(0)(value)), result: nothing },
  copyAsCommand: { args: none, result: nothing },
  exportHtml: { args: none, result: isExportResult },
  cancel: { args: none, result: nothing },
  openSource: { args: one(isSourcePlace), result: nothing },
};

export const viewContract: Contract<ViewEvents> = {
  stateChanged: { args: one(isPanelState), result: nothing },
  showTab: { args: one(isText), result: nothing },
  sweepProgress: { args: one(isSweepState), result: nothing },
  timelineProgress: { args: one(isFraction), result: nothing },
  argumentsProgress: { args: one(isFraction), result: nothing },
  progress: { args: one(isProgress), result: nothing },
};

/** For what a panel's serializer is given: written by us, but by any version of us. */
export const isRestorableState = (value: unknown): value is RestorableState =>
  isRecord(value) && isText(value['uri']);
