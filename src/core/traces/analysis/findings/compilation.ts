import { formatCount, formatShare } from '../../../units/format';
import { SliceKind } from '../../slice-kind';
import { fewRowsNamed, namesThat } from '../names';
import { inSeconds } from '../selection';
import type { Selection } from '../selection';
import { stepSpans } from '../step-spans';
import type { StepSpan } from '../step-spans';
import type { FindingRule } from './finding';
import { timeCovered } from './time-covered';

const SHARE = 0.05;
const KINDS = [SliceKind.operator, SliceKind.annotation];

/** What PyTorch times of its compiler (torch/_dynamo/utils.py, dynamo_timed). */
const TIMED = / \(dynamo_timed\)$/;

/** A function, or what of it lies between two graph breaks, being compiled (torch/_dynamo/convert_frame.py). */
const FRAME = /^_compile(\.(<locals>\.)?compile_inner)? \(dynamo_timed\)$/;

/**
 * The compile id of such a frame, "frame/entry" (torch/_guards.py, CompileId), which newer versions of PyTorch record: an entry
 * after the first is compiled because the guards of the earlier ones failed.
 */
const AGAIN = /^entire_frame_compile_data: .*compile_id=(!\d+\/)?\d+\/[1-9]/;

/** torch.compile at work inside the recorded steps. */
export const compilation: FindingRule = {
  id: 'compilation',
  find: (selection) => {
    const timed = rowsThat(selection, TIMED);
    if (timed.length === 0) return undefined;
    const spans = stepSpans(selection);
    const total = inSeconds(spans.reduce((sum, { from, to }) => sum + to - from, 0));
    const seconds = inSeconds(timeCovered(selection, Uint32Array.from(timed), spans));
    const share = total > 0 ? seconds / total : 0;
    if (share < SHARE) return undefined;
    const within = (pattern: RegExp): number =>
      rowsThat(selection, pattern).filter(startsIn(selection, spans)).length;
    const [frames, again] = [within(FRAME), within(AGAIN)];
    return {
      rule: 'compilation',
      sentence: `${formatShare(share)} of the steps go into torch.compile${told(frames, again)}`,
      share,
      evidence: { compileSeconds: seconds, frames, framesAgain: again, stepSeconds: total },
      because: `torch.compile is at work for at least ${formatShare(SHARE)} of the steps`,
    };
  },
};

const told = (frames: number, again: number): string => {
  const count = frames === 0 ? '' : `: ${formatCount(frames)} ${frames === 1 ? 'frame' : 'frames'} compiled`;
  if (again === 0)
    return `${count}; record after warm-up steps, and where it goes on see TORCH_LOGS=recompiles`;
  const part = again === frames ? '' : `, ${formatCount(again)} of them`;
  return `${count}${part} again for other inputs; try dynamic=True or fixed shapes (TORCH_LOGS=recompiles tells which guard failed)`;
};

const rowsThat = (selection: Selection, pattern: RegExp): readonly number[] => {
  const names = namesThat(selection, KINDS, (text) => pattern.test(text));
  return names === undefined ? [] : fewRowsNamed(selection, KINDS, names);
};

const startsIn =
  ({ start }: Selection, spans: readonly StepSpan[]) =>
  (row: number): boolean =>
    spans.some(({ from, to }) => (start[row] ?? NaN) >= from && (start[row] ?? NaN) < to);
