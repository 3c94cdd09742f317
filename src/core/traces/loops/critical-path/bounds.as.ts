/** What bounds the longest path, edge by edge. */
import { Kind } from '../marks';
import {
  allocate,
  byte,
  double,
  doubles,
  integer,
  integers,
  setByte,
  setDouble,
  setInteger,
} from '../memory.as';
import { kind, name } from '../rows.as';
import { edgeFrom, edgeKind, edgeSpan, edgeTo, edgeWeight, edgeWorker, time } from './graph.as';
import { path, pathCount } from './longest.as';
import { BoundPlace, EdgeKind } from './marks';

const BOUNDS = 6;
const COMMUNICATION = 1;
const NANOSECONDS: f64 = 1e9;

/** Stretches that take time: the row, what bounds it, and until when, in nanoseconds. */
export let stretches: i32 = 0;
export let stretchRow: usize = 0;
export let stretchBound: usize = 0;
export let stretchTo: usize = 0;
/** Of those that do not begin where the one before ends: the place, and from when. */
export let gaps: i32 = 0;
export let gapPlace: usize = 0;
export let gapFrom: usize = 0;
/** Seconds by what bounds them. */
export let secondsBy: usize = 0;
/** Of what has one name and bound: both, its nanoseconds and how many stretches, in order of appearance. */
export let totals: i32 = 0;
export let totalName: usize = 0;
export let totalBound: usize = 0;
export let totalTime: usize = 0;
export let totalCount: usize = 0;

function boundOf(edge: EdgeKind, row: i32, types: usize): BoundPlace {
  if (edge === EdgeKind.launchDelay) return BoundPlace.launchDelay;
  if (edge === EdgeKind.kernelGap) return BoundPlace.kernelGap;
  if (edge !== EdgeKind.work) return BoundPlace.none;
  const what = byte(kind, row);
  if (what === Kind.memcpy || what === Kind.memset) return BoundPlace.copy;
  if (what !== Kind.kernel) return BoundPlace.host;
  return byte(types, row) === COMMUNICATION ? BoundPlace.communication : BoundPlace.computation;
}

/**
 * @param types `KernelType` by row
 * @param names how many there are
 * @param subtracts whether stretches that lead back in time count as negative
 * @returns how many nanoseconds those are
 */
export function breakDown(types: usize, names: i32, subtracts: bool): f64 {
  stretches = 0;
  stretchRow = allocate((<usize>pathCount) << 2);
  stretchBound = allocate(<usize>pathCount);
  stretchTo = allocate((<usize>pathCount) << 3);
  gaps = 0;
  gapPlace = allocate((<usize>pathCount) << 2);
  gapFrom = allocate((<usize>pathCount) << 3);
  secondsBy = doubles(BOUNDS);
  const most = min(pathCount, names * BOUNDS);
  totals = 0;
  totalName = allocate((<usize>most) << 2);
  totalBound = allocate(<usize>most);
  totalTime = doubles(most);
  totalCount = integers(most, 0);
  const placeOf = integers(names * BOUNDS, 0xff);
  let lost: f64 = 0;
  for (let i = 0; i < pathCount; i++) {
    const edge = integer(path, i);
    const row = edgeWorker(edge);
    const what = edgeKind(edge);
    const bound = boundOf(what, row, types);
    if (bound === BoundPlace.none || row < 0) continue;
    const back: f64 = subtracts && what === EdgeKind.work ? max<f64>(0, -edgeSpan(edge)) : 0;
    lost += back;
    const weight = edgeWeight(edge) - back;
    setDouble(secondsBy, bound, double(secondsBy, bound) + weight / NANOSECONDS);
    const key = integer(name, row) * BOUNDS + bound;
    let total = integer(placeOf, key);
    if (total < 0) {
      setInteger(placeOf, key, (total = totals++));
      setInteger(totalName, total, integer(name, row));
      setByte(totalBound, total, bound);
    }
    setDouble(totalTime, total, double(totalTime, total) + weight);
    setInteger(totalCount, total, integer(totalCount, total) + 1);
    if (weight > 0) {
      setInteger(stretchRow, stretches, row);
      setByte(stretchBound, stretches, bound);
      const from = double(time, edgeFrom(edge));
      if (stretches === 0 || from !== double(stretchTo, stretches - 1)) {
        setInteger(gapPlace, gaps, stretches);
        setDouble(gapFrom, gaps, from);
        gaps++;
      }
      setDouble(stretchTo, stretches, double(time, edgeTo(edge)));
      stretches++;
    }
  }
  return lost;
}
