import type { ComponentClass } from './component';
import { auraflow } from './auraflow';
import { autoencoderHunyuanVideo } from './autoencoder-hunyuan-video';
import { autoencoderKlTemporalDecoder } from './autoencoder-kl-temporal-decoder';
import { autoencoderLtx } from './autoencoder-ltx';
import { autoencoderMochi } from './autoencoder-mochi';
import { autoencoderMagvit } from './autoencoder-magvit';
import { autoencoderCogvideox } from './autoencoder-cogvideox';
import { autoencoderDc } from './autoencoder-dc';
import { autoencoderWan } from './autoencoder-wan';
import { autoencoderKl } from './autoencoder-kl';
import { cogvideox } from './cogvideox';
import { dit } from './dit';
import { easyanimate } from './easyanimate';
import { flux } from './flux';
import { hunyuanVideo } from './hunyuan-video';
import { ltx } from './ltx';
import { mochi } from './mochi';
import { pixart } from './pixart';
import { qwenImage } from './qwen-image';
import { sana } from './sana';
import { sd3 } from './sd3';
import { stableCascade } from './stable-cascade';
import { unet2d } from './unet-2d';
import { unet2dCondition } from './unet-2d-condition';
import { unet3dCondition } from './unet-3d-condition';
import { unetI2vgenXl } from './unet-i2vgen-xl';
import { unetMotion } from './unet-motion';
import { unetSpatioTemporal } from './unet-spatio-temporal';
import { wan } from './wan';

/** Every known class of diffusers. To add one: a file beside this one, and a line here. */
export const COMPONENTS: readonly ComponentClass[] = [
  auraflow,
  autoencoderKl,
  autoencoderKlTemporalDecoder,
  autoencoderLtx,
  autoencoderMochi,
  autoencoderCogvideox,
  autoencoderDc,
  autoencoderWan,
  autoencoderMagvit,
  autoencoderHunyuanVideo,
  cogvideox,
  dit,
  easyanimate,
  flux,
  hunyuanVideo,
  ltx,
  mochi,
  pixart,
  qwenImage,
  sana,
  sd3,
  stableCascade,
  unet2d,
  unet2dCondition,
  unet3dCondition,
  unetI2vgenXl,
  unetMotion,
  unetSpatioTemporal,
  wan,
];
