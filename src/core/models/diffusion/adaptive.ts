import { dense } from '../encoder/parts';
import { group, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { timeEmbedding } from './unet';

/** Sinusoids of the step's number go through two matrices; diffusers makes 256 of them. */
export const SINUSOIDS = 256;

/** Scales, shifts and gates for a block, computed from the step's embedding: `parts` vectors per image. */
export const modulation = (
  name: string,
  width: number,
  parts: number,
  options: { readonly from?: number; readonly bias?: boolean } = {},
): ModuleNode =>
  within(
    dense(name, options.from ?? width, parts * width, { bias: options.bias ?? true, fields: ['num_layers'] }),
    positions(1),
  );

/** The step's number, and where the model has them the pooled text and the guidance scale, as one vector. */
export const stepEmbedding = (
  name: string,
  width: number,
  more: { readonly pooledText?: number | undefined; readonly guidance?: boolean } = {},
): ModuleNode =>
  group(name, [
    timeEmbedding('timestep_embedder', SINUSOIDS, width),
    ...(more.guidance === true ? [timeEmbedding('guidance_embedder', SINUSOIDS, width)] : []),
    ...(more.pooledText === undefined ? [] : [timeEmbedding('text_embedder', more.pooledText, width)]),
  ]);
