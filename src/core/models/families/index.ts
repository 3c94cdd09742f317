import type { Family } from './family';
import { audioCodec } from './audio-codec';
import { ayaVision } from './aya-vision';
import { bark } from './bark';
import { beit } from './beit';
import { blip2 } from './blip2';
import { chameleon } from './chameleon';
import { clip } from './clip';
import { convnext } from './convnext';
import { detr } from './detr';
import { dinov2 } from './dinov2';
import { dinov3 } from './dinov3';
import { gemma3Vl } from './gemma3-vl';
import { gemma3n, gemma3nText } from './gemma3n';
import { gemma4, gemma4Text } from './gemma4';
import { glmVl } from './glm-vl';
import { idefics2 } from './idefics2';
import { idefics3 } from './idefics3';
import { internvl } from './internvl';
import { lfm2Vl } from './lfm2-vl';
import { llama4Vl } from './llama4-vl';
import { llava } from './llava';
import { mistral3 } from './mistral3';
import { kimiVl } from './kimi-vl';
import { mllama } from './mllama';
import { musicgen } from './musicgen';
import { phi3V } from './phi3-v';
import { qwen2Audio } from './qwen2-audio';
import { qwenVl } from './qwen-vl';
import { resnet } from './resnet';
import { sam } from './sam';
import { seamless } from './seamless';
import { segformer } from './segformer';
import { siglip } from './siglip';
import { step3 } from './step3';
import { swin } from './swin';
import { TEXT_FAMILIES } from './text';
import { vit } from './vit';
import { voxtral } from './voxtral';
import { wav2vec2 } from './wav2vec2';
import { whisper } from './whisper';
import { yolos } from './yolos';

/** Every known family. To add one: a file beside this one, and a line here. */
export const FAMILIES: readonly Family[] = [
  ...TEXT_FAMILIES,
  blip2,
  chameleon,
  clip,
  detr,
  dinov2,
  dinov3,
  bark,
  beit,
  convnext,
  resnet,
  wav2vec2,
  qwenVl,
  glmVl,
  audioCodec,
  ayaVision,
  internvl,
  qwen2Audio,
  phi3V,
  kimiVl,
  mllama,
  musicgen,
  mistral3,
  llava,
  llama4Vl,
  lfm2Vl,
  idefics2,
  idefics3,
  gemma3Vl,
  gemma3n,
  gemma3nText,
  gemma4,
  gemma4Text,
  sam,
  seamless,
  segformer,
  siglip,
  step3,
  swin,
  vit,
  voxtral,
  whisper,
  yolos,
];
