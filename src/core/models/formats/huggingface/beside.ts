import type { LocatedEntry, LocatedValue } from '../../../text/located';
import type { ConfigText } from '../format';

const NOWHERE = { start: 0, end: 0 };

/** A value of another file, whose places mean nothing here. */
const placeless = (value: LocatedValue): LocatedValue => {
  switch (value.type) {
    case 'scalar':
      return { ...value, range: NOWHERE };
    case 'array':
      return { ...value, range: NOWHERE, items: value.items.map(placeless) };
    case 'object':
      return {
        ...value,
        range: NOWHERE,
        entries: new Map(
          [...value.entries].map(([name, entry]) => [name, { key: NOWHERE, value: placeless(entry.value) }]),
        ),
      };
  }
};

const MODEL_OPTIMIZER: LocatedEntry = {
  key: NOWHERE,
  value: { type: 'scalar', value: 'modelopt', range: NOWHERE },
};

/**
 * A config with the quantisation that NVIDIA's Model Optimizer writes into a file beside it (hf_quant_config.json);
 * one that the config declares itself wins.
 */
export const withQuantizationBeside = (config: ConfigText, beside: LocatedValue): ConfigText => {
  const own = ['quantization_config', 'quantization'].some((name) => config.value.entries.has(name));
  const said = beside.type === 'object' ? beside.entries.get('quantization')?.value : undefined;
  if (own || said?.type !== 'object') return config;
  const quantization = placeless(said);
  if (quantization.type !== 'object') return config;
  const entries = new Map([...quantization.entries, ['quant_method', MODEL_OPTIMIZER] as const]);
  const value: LocatedEntry = { key: NOWHERE, value: { ...quantization, entries } };
  return {
    ...config,
    value: { ...config.value, entries: new Map([...config.value.entries, ['quantization_config', value]]) },
  };
};
