import { Problem } from '../problem';
import type { Accelerator } from './accelerator';
import type { Catalogue } from './load';

/** Names compare without case, spaces and underscores. */
const key = (name: string): string => name.toLowerCase().replaceAll(/[\s_]+/g, '-');

/** The part of an id, an alias or a full name; undefined where nothing is called so. */
export const lookUp = (parts: Catalogue, name: string): Accelerator | undefined => {
  const wanted = key(name);
  const exact = parts.get(wanted);
  if (exact !== undefined) return exact;
  for (const part of parts.values())
    if (part.id === name || part.aliases.some((alias) => key(alias) === wanted) || key(part.name) === wanted)
      return part;
  return undefined;
};

/** Levenshtein's edit distance. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

const nearest = (parts: Catalogue, name: string): Accelerator | undefined => {
  const wanted = key(name);
  let best: { readonly part: Accelerator; readonly score: number } | undefined;
  for (const part of parts.values()) {
    const score = Math.min(...[part.id, ...part.aliases].map((known) => distance(wanted, key(known))));
    if (score < (best?.score ?? Math.max(2, wanted.length / 2))) best = { part, score };
  }
  return best?.part;
};

/** The part called `name`. Throws a Problem that suggests the nearest name. */
export const findAccelerator = (parts: Catalogue, name: string): Accelerator => {
  const found = lookUp(parts, name);
  if (found !== undefined) return found;
  const near = nearest(parts, name);
  const suggestion = near === undefined ? '' : `did you mean ${near.id}? `;
  throw new Problem(`unknown accelerator '${name}'; ${suggestion}\`wattlens hardware\` lists them`);
};

const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && /[a-z0-9]/i.test(character);

/** Whether `words` stand in `text` as whole words, ignoring case. */
const containsWords = (text: string, words: string): boolean => {
  const [inside, wanted] = [text.toLowerCase(), words.toLowerCase()];
  for (let at = inside.indexOf(wanted); at >= 0; at = inside.indexOf(wanted, at + 1))
    if (!isWordCharacter(inside[at - 1]) && !isWordCharacter(inside[at + wanted.length])) return true;
  return false;
};

/** The part that a profiler or driver calls `deviceName` ("NVIDIA H100 80GB HBM3"): the longest of the parts' device names in it. */
export const matchDevice = (parts: Catalogue, deviceName: string): Accelerator | undefined => {
  let best: { readonly part: Accelerator; readonly length: number } | undefined;
  for (const part of parts.values())
    for (const device of part.devices)
      if (device.length > (best?.length ?? 0) && containsWords(deviceName, device))
        best = { part, length: device.length };
  return best?.part;
};
