import { decoder } from '../decoder/architecture';
import { readHead, readLayers } from '../decoder/read';
import type { Fields } from '../fields';
import { elementwise } from '../graph/elementwise';
import { linear } from '../graph/linear';
import { group, leaf, type ModuleNode } from '../graph/node';
import { norm } from '../graph/norm';
import { scan } from '../graph/scan';
import { weights } from '../graph/weights';
import type { Family } from './family';
import { LLAMA_NAMES } from './llama';

const mixes = (hidden: number, names: readonly string[]): readonly ModuleNode[] =>
  names.map((name) => leaf(`time_mix_${name}`, weights({ parameters: hidden, width: hidden })));

/** A decaying average of values per channel, weighed by keys, in place of attention. */
const timeMixing = (hidden: number, inner: number): ModuleNode =>
  group('attention', [
    ...mixes(hidden, ['key', 'value', 'receptance']),
    ...['key', 'value', 'receptance'].map((name) =>
      leaf(name, linear({ in: hidden, out: inner, parallel: 'column' })),
    ),
    leaf(
      'scan',
      scan({
        // A decay and a bonus for the present, per channel.
        parameters: 2 * inner,
        // Two exponentials, and numerator and denominator each decayed and added to.
        flopsPerPosition: 12 * inner,
        reads: 3 * inner,
        writes: inner,
        // Numerator, denominator, the largest exponent, and the last input.
        stateElements: 3 * inner + hidden,
      }),
    ),
    leaf('output', linear({ in: inner, out: hidden, parallel: 'row' })),
  ]);

/** Squared ReLU behind a gate, on a mix of this position and the last. */
const channelMixing = (hidden: number, width: number): ModuleNode =>
  group('feed_forward', [
    ...mixes(hidden, ['key', 'receptance']),
    leaf('key', linear({ in: hidden, out: width, parallel: 'column' })),
    leaf('activation', elementwise({ reads: width, writes: width, parallel: 'column' })),
    leaf('receptance', linear({ in: hidden, out: hidden, parallel: 'replicated' })),
    leaf('value', linear({ in: width, out: hidden, parallel: 'row' })),
  ]);

const readSizes = (fields: Fields) => {
  const hidden = fields.count('hidden_size');
  return {
    hidden,
    inner: fields.optionalCount('attention_hidden_size') ?? hidden,
    width: fields.optionalCount('intermediate_size') ?? 4 * hidden,
  };
};

/** RWKV-4 (arXiv:2305.13048), as transformers has it. */
export const rwkv: Family = {
  id: 'rwkv',
  modelTypes: ['rwkv'],
  read: (fields) => {
    const { hidden, inner, width } = readSizes(fields);
    const layers = readLayers(fields);
    return decoder({
      vocabulary: fields.count('vocab_size'),
      hidden,
      layers: [
        {
          count: layers,
          mixer: { kind: 'modules', node: timeMixing(hidden, inner) },
          norms: ['ln1', 'ln2'],
          beside: [channelMixing(hidden, width)],
        },
      ],
      norm: 'scale-shift',
      rotary: false,
      head: readHead(fields, { tied: false, bias: false }),
      // The first block has a norm of its own before the others.
      beside: [leaf('rwkv.blocks.0.pre_ln', norm({ width: hidden, weights: 'scale-shift' }))],
      names: {
        ...LLAMA_NAMES,
        layers: 'rwkv.blocks',
        embedding: 'rwkv.embeddings',
        finalNorm: 'rwkv.ln_out',
        head: 'head',
      },
    });
  },
};
