/** What launched what. */
import { Kind } from './marks';
import { byte, integer, integers, setInteger } from './memory.as';
import { valueAt } from './pages.as';
import { find, makeIndex, set } from './places.as';
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
  const index = makeIndex(hosts);
  for (let i = 0; i < hosts; i++) {
    const row = integer(host, i);
    if (!any && byte(kind, row) !== Kind.runtime) continue;
    const id = valueAt(correlation, row, -1);
    if (id !== -1) set(index, id, row);
  }
  for (let i = 0; i < devices; i++) {
    const row = integer(device, i);
    const id = valueAt(correlation, row, -1);
    if (id !== -1) setInteger(launchers, row, find(index, id));
  }
  return launchers;
}
