import type { Architecture } from '../architecture';
import { attentionBlock } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, layerNorm, parameter, residual, rmsNorm, table } from '../encoder/parts';
import { group, type ModuleNode } from '../graph/node';
import type { PhasePlan, Run } from '../model';
import type { AudioCodec } from './codec';

/** One of Bark's three transformers. */
export interface BarkPart {
  readonly input: number;
  readonly output: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly positions: number;
  readonly bias: boolean;
}

export interface Bark {
  readonly semantic: BarkPart;
  readonly coarse: BarkPart;
  readonly fine: BarkPart & {
    readonly tied: boolean;
    /** Codebooks there are, and those whose codes need no head. */
    readonly codebooks: number;
    readonly given: number;
  };
  readonly codec: AudioCodec;
}

/** How transformers 5.23 generates with Bark when it is told nothing (its generation config). */
const TEXT = 256;
const SEMANTIC_RATE = 49.9;
const COARSE_RATE = 75;
const COARSE_CODEBOOKS = 2;
const COARSE_INPUT = 256;
const COARSE_HISTORY = 630;
const COARSE_WINDOW = 60;
const FINE_INPUT = 1024;
const FINE_HISTORY = 512;

const layers = (part: BarkPart, causal: boolean, keeps: boolean): ModuleNode => {
  const { width, bias } = part;
  // Norms of the one that sees everything have shifts whatever the config says.
  const norm = bias || !causal ? layerNorm : rmsNorm;
  return group(
    'layers',
    [
      norm('layernorm_1', width),
      attentionBlock({
        name: 'attn',
        names: { query: 'q', key: 'k', value: 'v', out: 'out_proj' },
        fused: 'att_proj',
        width,
        heads: part.heads,
        headDim: width / part.heads,
        bias,
        outBias: bias,
        causal,
        cached: causal,
        ...(keeps ? {} : { keptPositions: 0 }),
        fields: ['hidden_size', 'num_heads'],
      }),
      norm('layernorm_2', width),
      feedForward({ name: 'mlp', width, inner: 4 * width, bias, up: 'in_proj', down: 'out_proj' }),
      residual(width),
    ],
    part.layers,
  );
};

const places = ({ positions, width }: BarkPart): ModuleNode =>
  parameter('position_embeds_layer', positions * width, { width, fields: ['block_size', 'hidden_size'] });

/** @param keeps Its cache counts towards the memory; of two that follow each other one does. */
const causalPart = (name: string, part: BarkPart, keeps: boolean): ModuleNode =>
  group(name, [
    table('input_embeds_layer', part.input, part.width, ['input_vocab_size', 'hidden_size']),
    places(part),
    layers(part, true, keeps),
    (part.bias ? layerNorm : rmsNorm)('layernorm_final', part.width),
    dense('lm_head', part.width, part.output, { bias: false, fields: ['output_vocab_size'] }),
  ]);

/** One pass predicts one codebook; the other heads rest. */
const finePart = (name: string, { fine }: Bark, whole: boolean): ModuleNode => {
  const heads = whole ? fine.codebooks - fine.given : 1;
  return group(name, [
    group('input_embeds_layers', [table('', fine.input, fine.width, ['input_vocab_size'])], fine.codebooks),
    places(fine),
    layers(fine, false, false),
    layerNorm('layernorm_final', fine.width),
    group(
      'lm_heads',
      [dense('', fine.width, fine.output, { bias: false, tied: fine.tied, fields: ['output_vocab_size'] })],
      heads,
    ),
  ]);
};

/** The coarse codes are made window by window, each after a pass over what came before. */
const coarseWindows = (semantic: number) => {
  const codes = Math.floor((semantic * COARSE_RATE) / SEMANTIC_RATE) * COARSE_CODEBOOKS || COARSE_CODEBOOKS;
  const windows = Math.ceil(codes / COARSE_WINDOW);
  const history = Array.from({ length: Math.min(windows, COARSE_HISTORY) }, (_, i) =>
    Math.min(COARSE_HISTORY, i * COARSE_WINDOW),
  );
  const rest = Math.max(0, windows - history.length) * COARSE_HISTORY;
  const mean = (history.reduce((sum, one) => sum + one, 0) + rest) / windows;
  return { windows, before: Math.round(COARSE_INPUT + 1 + mean), frames: codes / COARSE_CODEBOOKS };
};

/**
 * Bark (Suno): text to semantic tokens, those to coarse codes, those to fine codes, and EnCodec's way back. Texts are
 * padded to 256 tokens. A run's output is counted in semantic tokens, of which 49.9 are a second.
 */
export const barkModel = (spec: Bark): Architecture => {
  const semantic = causalPart('semantic', spec.semantic, true);
  const coarse = causalPart('coarse_acoustics', spec.coarse, false);
  const plan = ({ batch, output, context }: Run): readonly PhasePlan[] => {
    const { windows, before, frames } = coarseWindows(output);
    const passes = spec.fine.codebooks - COARSE_CODEBOOKS;
    const fineWindows = Math.max(0, Math.ceil((frames - (FINE_INPUT - FINE_HISTORY)) / FINE_HISTORY)) + 1;
    const at = (query: number, past: number) => ({ sequences: batch, query, context: past + query });
    return [
      { name: 'prefill', repeats: 1, root: semantic, shape: at(TEXT + 1, 0) },
      {
        name: 'decode',
        repeats: output - 1,
        root: semantic,
        shape: at(1, context ?? Math.round(TEXT + 1 + (output - 1) / 2)),
      },
      { name: 'unit-encode', repeats: windows, root: coarse, shape: at(before, 0) },
      {
        name: 'unit-decode',
        repeats: windows * (COARSE_WINDOW - 1),
        root: coarse,
        shape: at(1, before + COARSE_WINDOW / 2),
      },
      {
        name: 'forward',
        repeats: passes * fineWindows,
        root: finePart('fine_acoustics', spec, false),
        shape: at(FINE_INPUT, 0),
      },
      {
        name: 'audio-decode',
        repeats: 1,
        root: group('codec_model', [spec.codec.decoder(frames)]),
        shape: at(1, 0),
      },
    ];
  };
  return {
    root: group('', [
      semantic,
      coarse,
      finePart('fine_acoustics', spec, true),
      group('codec_model', [spec.codec.encoder(spec.codec.hop), spec.codec.decoder(1)]),
    ]),
    layers: spec.semantic.layers + spec.coarse.layers + spec.fine.layers,
    unit: 'second',
    plan,
    units: ({ batch, output }) => (batch * output) / SEMANTIC_RATE,
  };
};
