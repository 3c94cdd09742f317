/** An NVTX range as somebody named it. */
export interface NvtxRange {
  readonly name: string;
  /** As PyTorch's `emit_nvtx(record_shapes=True)` writes them: `[[2, 3], []]`. */
  readonly inputDims?: string;
  readonly sequenceNumber?: number;
}

/** What PyTorch adds to an operator's name (torch/csrc/autograd/profiler_legacy.cpp, getNvtxStr). */
const ADDED = /, (?:seq|op_id|sizes|input_op_ids) = /;
const SEQUENCE = /, seq = (\d+)/;
const SIZES = /, sizes = (\[.*?\])(?:, input_op_ids = |$)/;

/** `aten::mm, seq = 3, op_id = 12, sizes = [[2, 3], [3, 4]]` taken apart; other texts are names. */
export const nvtxRange = (text: string): NvtxRange => {
  const added = ADDED.exec(text);
  if (added === null) return { name: text };
  const [, sequence] = SEQUENCE.exec(text) ?? [];
  const [, sizes] = SIZES.exec(text) ?? [];
  return {
    name: text.slice(0, added.index),
    ...(sizes === undefined ? {} : { inputDims: sizes }),
    ...(sequence === undefined ? {} : { sequenceNumber: Number(sequence) }),
  };
};
