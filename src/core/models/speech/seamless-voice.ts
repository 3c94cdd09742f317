import { dense, layerNorm, parameter, residual, table } from '../encoder/parts';
import { SOURCE } from '../encoder-decoder/architecture';
import { elementwise } from '../graph/elementwise';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, stream, within } from '../graph/within';
import { conv1d } from './conv1d';
import { durationPredictor, hifiGan } from './hifi-gan';
import { attend, decoderStack, type Seamless, type SeamlessVoice } from './seamless-parts';

/** Letters of a token of English, on average. */
const LETTERS = 4;

/** Units from the text: one at a time, or all at once from letters. */
export const unitDecoder = (
  spec: Seamless,
  voice: SeamlessVoice,
  units: number,
  step: 'first' | 'next',
): ModuleNode => {
  const name = 't2u_model.model.decoder';
  const { width } = spec;
  const head = (tied: boolean): ModuleNode =>
    dense('t2u_model.lm_head', width, voice.units, { bias: false, tied, fields: ['t2u_vocab_size'] });
  if (voice.letters === undefined) {
    const embedding = table(`${name}.embed_tokens`, voice.units, width, ['t2u_vocab_size', 'hidden_size']);
    const stack = decoderStack(spec, name, voice.decoder, step === 'next', { keptPositions: units }, 1);
    return group('', [embedding, stack, head(true)]);
  }
  const { letters } = voice;
  return group('', [
    within(
      group(name, [
        table('embed_char', letters.vocabulary, width, ['char_vocab_size', 'hidden_size']),
        parameter('pos_emb_alpha_char', 1),
        parameter('pos_emb_alpha', 1),
        durationPredictor('duration_predictor', letters.width, letters.inner, letters.kernel, [
          't2u_variance_predictor_embed_dim',
          't2u_variance_predictor_hidden_dim',
        ]),
      ]),
      (pass) => {
        const { sequences, query } = stream(SOURCE)(pass);
        return { sequences, query: query * LETTERS, context: query * LETTERS };
      },
    ),
    within(
      group('', [
        group(name, [
          group(
            'layers',
            [
              attend(spec, voice.decoder, 'self_attn', {}),
              layerNorm('self_attn_layer_norm', width),
              conv1d('conv1', width, width, 7),
              conv1d('conv2', width, width, 7),
              layerNorm('conv_layer_norm', width),
              residual(width),
            ],
            voice.decoder.layers,
          ),
          layerNorm('layer_norm', width),
        ]),
        // The table it is tied to is never looked up in: all units come from letters.
        head(false),
      ]),
      positions(units),
    ),
  ]);
};

/** Sound from units. */
export const vocoderNode = (voice: SeamlessVoice, units: number): ModuleNode => {
  const { vocoder } = voice;
  return group('vocoder', [
    within(
      group('', [
        table('unit_embedding', vocoder.units, vocoder.unitWidth, ['unit_hifi_gan_vocab_size']),
        durationPredictor('dur_predictor', vocoder.unitWidth, vocoder.unitWidth, vocoder.kernel, [
          'unit_embed_dim',
        ]),
        leaf('repeat', elementwise({ reads: vocoder.unitWidth, writes: vocoder.gan.in })),
      ]),
      positions(units),
    ),
    within(
      group('', [
        table('speaker_embedding', vocoder.speakers, vocoder.speakerWidth, ['vocoder_num_spkrs']),
        table('language_embedding', vocoder.languages, vocoder.languageWidth, ['vocoder_num_langs']),
      ]),
      positions(1),
    ),
    hifiGan('hifi_gan', vocoder.gan, units),
  ]);
};
