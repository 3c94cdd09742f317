import { DamagedInput } from '../traces/faults';

/** What was pulled of a source, and why no more of it could be. */
export interface Pulled {
  readonly parts: Uint8Array[];
  damage?: DamagedInput;
}

/** The pulled chunks first, then what is left of the source. @throws DamagedInput where it is damaged */
export async function* resumed(
  { parts, damage }: Pulled,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* parts;
    if (damage !== undefined) throw damage;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    // Whoever stops early lets go of the file, too.
    await rest.return?.();
  }
}

/** Pulls chunks until there are `wanted` bytes or the source ends; damage ends it too, and is kept for who reads on. */
export const pull = async (
  source: AsyncIterator<Uint8Array>,
  pulled: Pulled,
  wanted: number,
): Promise<boolean> => {
  const { parts } = pulled;
  let size = parts.reduce((sum, { length }) => sum + length, 0);
  while (size < wanted && pulled.damage === undefined) {
    const next = await nextOf(source, pulled);
    if (next === undefined) return true;
    parts.push(next);
    size += next.length;
  }
  return pulled.damage !== undefined;
};

const nextOf = async (source: AsyncIterator<Uint8Array>, pulled: Pulled): Promise<Uint8Array | undefined> => {
  try {
    const next = await source.next();
    return next.done === true ? undefined : next.value;
  } catch (error) {
    if (!(error instanceof DamagedInput)) throw error;
    pulled.damage = error;
    return undefined;
  }
};
