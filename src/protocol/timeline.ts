/**
 * What is let in of the questions to a timeline and of their answers. The view asks the host and the host asks the worker
 * the same.
 */
import type { TimelineAnswers } from '../core/traces/timeline/answers';
import type { EventArguments } from '../core/traces/timeline/argument-reader';
import type { EventDetails } from '../core/traces/timeline/event';
import type { TimelineLayout } from '../core/traces/timeline/layout';
import { type Direction, DIRECTIONS, type EventHit, type PointQuery } from '../core/traces/timeline/places';
import type { SearchMatch, SearchQuery } from '../core/traces/timeline/search';
import type { Overview, RangeSummary, TimeRange } from '../core/traces/timeline/summary';
import type { LaneRange, View, ViewQuery } from '../core/traces/timeline/view';
import { isRecord } from './rpc';
import type { Contract } from './rpc';

/** More than any screen has; a page that asks for more is not ours. */
const MOST_COLUMNS = 20_000;
const MOST_LANES = 5000;

const isNone = (args: readonly unknown[]): args is [] => args.length === 0;
const isNothing = (value: unknown): value is void => value === undefined || value === null;
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isColumns = (value: unknown): value is number => isCount(value) && value > 0 && value <= MOST_COLUMNS;
const isRow = (value: unknown): boolean => value === undefined || value === null || isCount(value);

const isRange = (value: unknown): value is TimeRange =>
  isRecord(value) && isNumber(value['from']) && isNumber(value['to']) && value['from'] < value['to'];

const isLaneRange = (value: unknown): value is LaneRange =>
  isRecord(value) &&
  isCount(value['track']) &&
  isCount(value['firstDepth']) &&
  isCount(value['endDepth']) &&
  value['endDepth'] - value['firstDepth'] <= MOST_LANES;

const isViewQuery = (value: unknown): value is ViewQuery =>
  isRange(value) &&
  isRecord(value) &&
  isColumns(value['columns']) &&
  Array.isArray(value['lanes']) &&
  value['lanes'].every(isLaneRange) &&
  value['lanes'].reduce((sum, { firstDepth, endDepth }) => sum + endDepth - firstDepth, 0) <= MOST_LANES;

const isPoint = (value: unknown): value is PointQuery =>
  isRecord(value) &&
  isCount(value['track']) &&
  isCount(value['depth']) &&
  isNumber(value['time']) &&
  isNumber(value['within']) &&
  value['within'] >= 0;

const isSearch = (value: unknown): value is SearchQuery =>
  isRecord(value) &&
  typeof value['text'] === 'string' &&
  isRow(value['row']) &&
  isNumber(value['time']) &&
  (value['step'] === 1 || value['step'] === -1);

const isDirection = (value: unknown): value is Direction => DIRECTIONS.some((known) => known === value);

const isLayout = (value: unknown): value is TimelineLayout =>
  isRecord(value) &&
  isNumber(value['from']) &&
  isNumber(value['to']) &&
  isRecord(value['ran']) &&
  isNumber(value['ran']['from']) &&
  isNumber(value['ran']['to']) &&
  isCount(value['events']) &&
  Array.isArray(value['processes']) &&
  Array.isArray(value['tracks']);

const isView = (value: unknown): value is View =>
  isRecord(value) &&
  isViewQuery(value['query']) &&
  [
    'first',
    'row',
    'start',
    'end',
    'colour',
    'label',
    'stripe',
    'fill',
    'fillColour',
    'area',
    'areaLeast',
    'areaMost',
  ].every((name) => ArrayBuffer.isView(value[name])) &&
  Array.isArray(value['names']);

const isOverview = (value: unknown): value is Overview =>
  isRecord(value) && Object.values(value).every((part) => ArrayBuffer.isView(part));

const isSummary = (value: unknown): value is RangeSummary =>
  isRange(value) &&
  isRecord(value) &&
  isCount(value['events']) &&
  Array.isArray(value['tracks']) &&
  Array.isArray(value['counters']);

const isRowAnswer = (value: unknown): value is number | undefined => value === undefined || isCount(value);

const isHit = (value: unknown): value is EventHit | undefined =>
  value === undefined ||
  (isRecord(value) &&
    isCount(value['row']) &&
    typeof value['name'] === 'string' &&
    isNumber(value['start']) &&
    isNumber(value['duration']));

const isDetails = (value: unknown): value is EventDetails | undefined =>
  value === undefined ||
  (isRecord(value) &&
    isCount(value['row']) &&
    isRecord(value['place']) &&
    ['arguments', 'around', 'links', 'source'].every((name) => Array.isArray(value[name])));

const isArguments = (value: unknown): value is EventArguments | undefined =>
  value === undefined ||
  (isRecord(value) &&
    isCount(value['row']) &&
    Array.isArray(value['arguments']) &&
    value['arguments'].every(
      (argument) =>
        Array.isArray(argument) &&
        argument.length === 2 &&
        argument.every((part) => typeof part === 'string'),
    ) &&
    (value['note'] === undefined || typeof value['note'] === 'string'));

const isMatch = (value: unknown): value is SearchMatch =>
  isRecord(value) && isCount(value['total']) && isCount(value['place']);

export const timelineContract: Contract<TimelineAnswers> = {
  timelineLayout: { args: isNone, result: isLayout },
  timelineCancel: { args: isNone, result: isNothing },
  timelineOverview: {
    args: (args): args is [number] => args.length === 1 && isColumns(args[0]),
    result: isOverview,
  },
  timelineView: {
    args: (args): args is [ViewQuery] => args.length === 1 && isViewQuery(args[0]),
    result: isView,
  },
  timelineSummary: {
    args: (args): args is [TimeRange] => args.length === 1 && isRange(args[0]),
    result: isSummary,
  },
  timelineEventAt: {
    args: (args): args is [PointQuery] => args.length === 1 && isPoint(args[0]),
    result: isHit,
  },
  timelineNeighbour: {
    args: (args): args is [number, Direction] =>
      args.length === 2 && isCount(args[0]) && isDirection(args[1]),
    result: isRowAnswer,
  },
  timelineEvent: {
    args: (args): args is [number] => args.length === 1 && isCount(args[0]),
    result: isDetails,
  },
  timelineArguments: {
    args: (args): args is [number] => args.length === 1 && isCount(args[0]),
    result: isArguments,
  },
  timelineCancelArguments: { args: isNone, result: isNothing },
  timelineSearch: {
    args: (args): args is [SearchQuery] => args.length === 1 && isSearch(args[0]),
    result: isMatch,
  },
};
