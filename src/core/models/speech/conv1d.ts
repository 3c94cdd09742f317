import { convolution } from '../graph/convolution';
import { leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';

export interface Conv1dOptions {
  readonly stride?: number;
  readonly groups?: number;
  /** On unless said, as in PyTorch. */
  readonly bias?: boolean;
  readonly fields?: readonly string[];
}

/** A convolution over time. */
export const conv1d = (
  name: string,
  input: number,
  out: number,
  kernel: number,
  options: Conv1dOptions = {},
): ModuleNode =>
  leaf(
    name,
    convolution({
      in: input,
      out,
      kernel: [kernel],
      stride: [options.stride ?? 1],
      groups: options.groups ?? 1,
      bias: options.bias ?? true,
    }),
    options.fields,
  );

/** A transposed convolution over `length` positions, each of which meets the whole kernel. */
export const conv1dUp = (
  name: string,
  input: number,
  out: number,
  kernel: number,
  stride: number,
  length: number,
  fields?: readonly string[],
): ModuleNode =>
  within(
    leaf(name, convolution({ in: input, out, kernel: [kernel], stride: [stride], transposed: true }), fields),
    positions(length * stride),
  );

/** Positions after a convolution with `padding` on each side. */
export const after = (length: number, kernel: number, stride: number, padding: number): number =>
  Math.max(1, Math.floor((length + 2 * padding - kernel) / stride) + 1);
