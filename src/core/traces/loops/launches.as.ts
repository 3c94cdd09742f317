/** What launched what. */
import { Kind } from './marks';
import { byte, integer, integers, setInteger } from './memory.as';
import { valueAt } from './pages.as';
import { beginIndex, expect, find, makeIndex, set } from './places.as';
import { kind, slices } from './rows.as';

/**
 * By row the last host row with the correlation of a device row, or -1.
 * @param any whether any host row may be it, or only calls into the runtime
 */
export function findLaunchers(
  host: usize,
  hosts: i32,
  device: usize,
  devices: i32,
  correlation: usize,
  any: bool,
): usize {
  const launchers = integers(slices, 0xff);
  beginIndex();
  for (let i = 0; i < hosts; i++) {
    const id = idOf(integer(host, i), correlation, any);
    if (id !== -1) expect(id);
  }
  const index = makeIndex();
  for (let i = 0; i < hosts; i++) {
    const row = integer(host, i);
    const id = idOf(row, correlation, any);
    if (id !== -1) set(index, id, row);
  }
  for (let i = 0; i < devices; i++) {
    const row = integer(device, i);
    const id = valueAt(correlation, row, -1);
    if (id !== -1) setInteger(launchers, row, find(index, id));
  }
  return launchers;
}

function idOf(row: i32, correlation: usize, any: bool): f64 {
  return any || byte(kind, row) === Kind.runtime ? valueAt(correlation, row, -1) : -1;
}
