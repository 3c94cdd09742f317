/** Values people would try next in place of a field's, the most reasonable first, as they are written in the text. */
export const neighbours = (path: string, written: string): readonly string[] => {
  if (written === 'true') return ['false'];
  if (written === 'false') return ['true'];
  const value = Number(written);
  if (!Number.isSafeInteger(value) || value < 0) return [];
  return next(path.split('.').at(-1) ?? path, value)
    .filter((other) => other !== value && other > 0)
    .map(String);
};

const above = (value: number, multiple: number): number => (Math.floor(value / multiple) + 1) * multiple;

const next = (name: string, value: number): readonly number[] => {
  if (/vocab/.test(name)) return value % 128 === 0 ? [value + 128] : [above(value, 128)];
  if (/layers?$|blocks?$|dense_replace|per_tok|shared_experts|depth/.test(name))
    return [value + 1, value - 1, value * 2];
  if (/kv_heads|key_value_heads|head_kv|group/.test(name))
    return [value / 2, value * 2].filter(Number.isInteger);
  if (/heads?$|experts$|window|position|n_ctx|seq_length|rank|state|expand/.test(name))
    return [value * 2, value / 2];
  if (value >= 512) return [above(value, 256), above(value, 1024), value * 2];
  return [value * 2, value + 1];
};
