import { baichuan } from './baichuan';
import { bamba } from './bamba';
import { bart } from './bart';
import { bert, distilbert, roberta } from './bert';
import { albert, deberta, debertaV2, electra, ernie, megatronBert, mpnet, robertaKin } from './bert-kin';
import { bloom } from './bloom';
import { cohere, cohere2 } from './cohere';
import { dbrx } from './dbrx';
import { deepseek, deepseekV3 } from './deepseek';
import { deepseekV4 } from './deepseek-v4';
import { exaone } from './exaone';
import { exaone4 } from './exaone4';
import { falcon } from './falcon';
import { falconH1 } from './falcon-h1';
import type { Family } from './family';
import { gemma, gemma2, gemma3, vaultGemma } from './gemma';
import { chatglm, glm } from './glm';
import { flaTransformer, gla } from './fla';
import { glm4Moe } from './glm-moe';
import { persimmon, xglm } from './gpt-kin';
import { gptNeo } from './gpt-neo';
import { gptNeox } from './gpt-neox';
import { gptOss } from './gpt-oss';
import { gpt2, gptBigcode, openaiGpt } from './gpt2';
import { codegen, gptj } from './gptj';
import { graniteHybrid } from './granite-hybrid';
import { grok } from './grok';
import { internlm, internlm2 } from './internlm';
import { jamba } from './jamba';
import { kimiLinear } from './kimi-linear';
import { lfm2 } from './lfm2';
import { llama } from './llama';
import { bigBird, longformer } from './long-bert';
import { glm4MoeLite, minicpm3 } from './latent-kin';
import {
  bitnet,
  cwm,
  ernie45,
  granite,
  hunyuanDense,
  hyperclovax,
  ministral,
  ministral3,
  orion,
  panguEmbedded,
  seedOss,
  smollm3,
} from './llama-kin';
import { llama4Text } from './llama4';
import { mamba, mamba2 } from './mamba';
import { mimo } from './mimo';
import { mimoV2 } from './mimo-v2';
import { minicpm } from './minicpm';
import { minimax } from './minimax';
import { mistral } from './mistral';
import { modernBert } from './modernbert';
import { graniteMoe, minimaxM2, mixtral } from './mixtral';
import {
  dots1,
  ernie45Moe,
  exaoneMoe,
  flexOlmo,
  graniteMoeShared,
  hunyuanMoe,
  mellum,
  olmoe,
  phimoe,
  solarOpen,
} from './moe-kin';
import { mpt } from './mpt';
import { nemotronNas } from './nemotron-nas';
import { nemotronH } from './nemotron-h';
import { olmo, olmo2 } from './olmo';
import { opt } from './opt';
import { phi, phi3, phiMsft } from './phi';
import { apertus, arcee, jais2, nanochat, nemotron } from './plain-mlp-kin';
import { qwen } from './qwen';
import { qwen2Moe, qwen3Moe } from './qwen-moe';
import { qwen2 } from './qwen2';
import { qwen3 } from './qwen3';
import { qwen3Next } from './qwen3-next';
import { rwkv } from './rwkv';
import { stablelm } from './stablelm';
import { starcoder2 } from './starcoder2';
import { t5, umt5 } from './t5';
import { zamba, zamba2 } from './zamba';

/** Language models: on their own, and as the text part of models that also see or hear. */
export const TEXT_FAMILIES: readonly Family[] = [
  llama,
  mistral,
  ministral3,
  mixtral,
  llama4Text,
  qwen,
  qwen2,
  qwen3,
  qwen2Moe,
  qwen3Moe,
  qwen3Next,
  gemma,
  gemma2,
  gemma3,
  deepseek,
  deepseekV3,
  deepseekV4,
  phi,
  phi3,
  phiMsft,
  olmo,
  olmo2,
  gptOss,
  glm,
  chatglm,
  glm4Moe,
  cohere,
  cohere2,
  granite,
  graniteMoe,
  minimaxM2,
  mimo,
  mimoV2,
  minicpm,
  exaone,
  exaone4,
  smollm3,
  stablelm,
  starcoder2,
  orion,
  baichuan,
  internlm,
  internlm2,
  dbrx,
  grok,
  gpt2,
  gptNeo,
  gptNeox,
  gptj,
  gptBigcode,
  opt,
  bloom,
  falcon,
  mamba,
  mamba2,
  jamba,
  bamba,
  zamba,
  zamba2,
  nemotronH,
  lfm2,
  gla,
  flaTransformer,
  kimiLinear,
  minimax,
  rwkv,
  arcee,
  apertus,
  jais2,
  nanochat,
  nemotron,
  nemotronNas,
  bitnet,
  cwm,
  ernie45,
  ernie45Moe,
  hunyuanDense,
  hunyuanMoe,
  hyperclovax,
  ministral,
  panguEmbedded,
  seedOss,
  minicpm3,
  glm4MoeLite,
  vaultGemma,
  dots1,
  exaoneMoe,
  flexOlmo,
  graniteMoeShared,
  graniteHybrid,
  falconH1,
  mellum,
  olmoe,
  phimoe,
  solarOpen,
  mpt,
  codegen,
  openaiGpt,
  persimmon,
  xglm,
  albert,
  deberta,
  debertaV2,
  electra,
  ernie,
  megatronBert,
  mpnet,
  robertaKin,
  bert,
  roberta,
  distilbert,
  bigBird,
  longformer,
  modernBert,
  t5,
  umt5,
  bart,
];
