import { convolution } from '../graph/convolution';
import { elementwise } from '../graph/elementwise';
import { embedding } from '../graph/embedding';
import { linear } from '../graph/linear';
import { leaf, type ModuleNode } from '../graph/node';
import { norm } from '../graph/norm';
import { weights } from '../graph/weights';

/** y = x·W + b, the bias on unless said. */
export const dense = (
  name: string,
  input: number,
  out: number,
  options: { readonly bias?: boolean; readonly fields?: readonly string[]; readonly tied?: boolean } = {},
): ModuleNode =>
  leaf(
    name,
    linear({
      in: input,
      out,
      bias: options.bias ?? true,
      ...(options.tied === undefined ? {} : { tied: options.tied }),
    }),
    options.fields,
  );

/** LayerNorm, GroupNorm or BatchNorm: a scale and a shift per channel. */
export const layerNorm = (name: string, width: number): ModuleNode =>
  leaf(name, norm({ width, weights: 'scale-shift' }));

/** RMSNorm: a scale per channel. */
export const rmsNorm = (name: string, width: number): ModuleNode =>
  leaf(name, norm({ width, weights: 'scale' }));

/** A norm without weights, its scale and shift being computed (adaptive norms). */
export const plainNorm = (name: string, width: number): ModuleNode =>
  leaf(name, norm({ width, weights: 'none' }));

/** Weights applied as they are: tokens, position tables, scales. `width` is what it touches per position. */
export const parameter = (
  name: string,
  count: number,
  options: { readonly width?: number; readonly fields?: readonly string[] } = {},
): ModuleNode =>
  leaf(
    name,
    weights({ parameters: count, ...(options.width === undefined ? {} : { width: options.width }) }),
    options.fields,
  );

export const table = (name: string, rows: number, width: number, fields?: readonly string[]): ModuleNode =>
  leaf(name, embedding({ rows, width }), fields);

/** The additions of a pre-norm block: two branches joined to the stream. */
export const residual = (width: number, branches = 2): ModuleNode =>
  leaf('residual', elementwise({ reads: 2 * branches * width, writes: branches * width }));

/** Patches that do not overlap become vectors: a convolution with its kernel's step. */
export const patchEmbedding = (
  name: string,
  input: number,
  width: number,
  patch: readonly number[],
  bias = true,
): ModuleNode =>
  leaf(name, convolution({ in: input, out: width, kernel: patch, stride: patch, bias }), [
    'patch_size',
    'in_channels',
  ]);
