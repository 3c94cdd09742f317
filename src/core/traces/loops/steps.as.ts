/** Profiler steps: what they launched, and the roles that rows have in them. */
import { beginnings } from './counts.as';
import { COMMUNICATION_ROLE, Kind, NO_ROLE, ROLES } from './marks';
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
} from './memory.as';
import { valueAt } from './pages.as';
import { beginIndex, expect, find, makeIndex, set } from './places.as';
import { end, kind, name, start } from './rows.as';

/** Of what each step launched: how many, the first start and the last end. */
export let launchedCount: usize = 0;
export let launchedFrom: usize = 0;
export let launchedTo: usize = 0;

/** The step that the call which launched a device row lies wholly in, or -1. @param reach the latest end of a step and those before */
function stepOf(launcher: i32, from: usize, to: usize, reach: usize, steps: i32): i32 {
  if (launcher < 0 || byte(kind, launcher) !== Kind.runtime) return -1;
  const begins = double(start, launcher);
  let low = 0;
  let high = steps;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (double(reach, middle) <= begins) low = middle + 1;
    else high = middle;
  }
  return low < steps && begins >= double(from, low) && double(end, launcher) <= double(to, low) ? low : -1;
}

/** @returns the last end of other work before the first that the first step launched. */
export function findLaunched(
  device: usize,
  devices: i32,
  launchers: usize,
  from: usize,
  to: usize,
  reach: usize,
  steps: i32,
): f64 {
  launchedCount = integers(steps, 0);
  launchedFrom = doubles(steps);
  launchedTo = doubles(steps);
  for (let step = 0; step < steps; step++) {
    setDouble(launchedFrom, step, Infinity);
    setDouble(launchedTo, step, -Infinity);
  }
  const own = integers(devices, 0xff);
  for (let i = 0; i < devices; i++) {
    const row = integer(device, i);
    const step = stepOf(integer(launchers, row), from, to, reach, steps);
    setInteger(own, i, step);
    if (step < 0) continue;
    setInteger(launchedCount, step, integer(launchedCount, step) + 1);
    setDouble(launchedFrom, step, min(double(launchedFrom, step), double(start, row)));
    setDouble(launchedTo, step, max(double(launchedTo, step), double(end, row)));
  }
  const first = steps > 0 ? double(launchedFrom, 0) : Infinity;
  let before: f64 = -Infinity;
  for (let i = 0; i < devices; i++) {
    const to = double(end, integer(device, i));
    if (integer(own, i) < 0 && to < first) before = max(before, to);
  }
  return before;
}

function isHostWork(row: i32): bool {
  const what = byte(kind, row);
  return what === Kind.operator || what === Kind.annotation;
}

/** External ids of the host's collectives. */
function idsOfCollectives(host: usize, hosts: i32, roleOfName: usize, externalId: usize): usize {
  beginIndex();
  let index: usize = 0;
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < hosts; i++) {
      const row = integer(host, i);
      if (!isHostWork(row) || byte(roleOfName, integer(name, row)) !== COMMUNICATION_ROLE) continue;
      const id = valueAt(externalId, row, NaN);
      if (isNaN(id)) continue;
      if (pass === 0) expect(id);
      else set(index, id, row);
    }
    if (pass === 0) index = makeIndex();
  }
  return index;
}

/** Rows by role, in the same order: the host's of each role, then the device's; and where each of these ends. */
export let roleRows: usize = 0;
export let roleEnds: usize = 0;

/**
 * Finds the rows of each role.
 * @param roleOfKind a byte for each kind
 * @param roleOfName a byte for each name, for operators and annotations
 * @param types a byte for each slice
 * @param communication the type of kernels of communication libraries
 * @param externalId 0 where the host has no collectives
 */
export function findRoles(
  host: usize,
  hosts: i32,
  device: usize,
  devices: i32,
  roleOfKind: usize,
  roleOfName: usize,
  types: usize,
  communication: i32,
  externalId: usize,
): void {
  roleRows = allocate((<usize>(hosts + devices)) << 2);
  roleEnds = integers(2 * ROLES, 0);
  const collectives = externalId === 0 ? 0 : idsOfCollectives(host, hosts, roleOfName, externalId);
  const roles = allocate(<usize>(hosts + devices));
  for (let i = 0; i < hosts + devices; i++) {
    const row = i < hosts ? integer(host, i) : integer(device, i - hosts);
    let role = byte(roleOfKind, byte(kind, row));
    if (isHostWork(row)) role = byte(roleOfName, integer(name, row));
    else if (
      byte(kind, row) === Kind.kernel &&
      (byte(types, row) === communication ||
        (collectives !== 0 && find(collectives, valueAt(externalId, row, NaN)) >= 0))
    )
      role = COMMUNICATION_ROLE;
    if (role !== NO_ROLE && i >= hosts) role += ROLES;
    setByte(roles, i, role);
    if (role !== NO_ROLE) setInteger(roleEnds, role, integer(roleEnds, role) + 1);
  }
  beginnings(roleEnds, 2 * ROLES);
  for (let i = 0; i < hosts + devices; i++) {
    const role = byte(roles, i);
    if (role === NO_ROLE) continue;
    const end = integer(roleEnds, role);
    setInteger(roleRows, end, i < hosts ? integer(host, i) : integer(device, i - hosts));
    setInteger(roleEnds, role, end + 1);
  }
}
