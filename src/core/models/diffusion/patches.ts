import type { Latent } from './component';

/** Tokens of a latent cut into patches of some frames, rows and columns. */
export const latentTokens = ({ frames, height, width }: Latent, space: number, time = 1): number =>
  Math.ceil(frames / time) * Math.floor(height / space) * Math.floor(width / space);
