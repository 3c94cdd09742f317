import { bertConfig } from './bert/format';
import { calculon } from './calculon/format';
import { deepseekParams } from './deepseek/format';
import { deepctr } from './deepctr/format';
import { deeprecsys } from './deeprecsys/format';
import { diffusers } from './diffusers/format';
import type { ConfigFormat } from './format';
import { generative } from './generative/format';
import { gptNeoxFile } from './gpt-neox/format';
import { huggingface } from './huggingface/format';
import { latentDiffusion } from './latent/format';
import { lingua } from './lingua/format';
import { maxtext } from './maxtext/format';
import { madmax } from './madmax/format';
import { megatron } from './megatron/format';
import { meta } from './meta/format';
import { mistralParams } from './mistral/format';
import { nemo } from './nemo/format';
import { neusim } from './neusim/format';
import { openClip } from './open-clip/format';
import { timm } from './timm/format';
import { torchrec } from './torchrec/format';

/** Every known format, the most particular first. To add one: a folder beside this file, and a line here. */
export const FORMATS: readonly ConfigFormat[] = [
  diffusers,
  latentDiffusion,
  deeprecsys,
  deepctr,
  generative,
  neusim,
  torchrec,
  madmax,
  openClip,
  timm,
  huggingface,
  bertConfig,
  deepseekParams,
  mistralParams,
  meta,
  gptNeoxFile,
  maxtext,
  megatron,
  nemo,
  lingua,
  calculon,
];
