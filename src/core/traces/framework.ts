import type { Trace } from './columns';

/** What the traced program was written with, as far as the trace tells it. */
export type Framework = 'pytorch' | 'jax' | 'tensorflow' | 'onnxruntime';

const OF_FORMAT: Readonly<Record<string, Framework>> = {
  kineto: 'pytorch',
  chakra: 'pytorch',
  onnxruntime: 'onnxruntime',
};

/** Names by which the programs tell themselves: functions that were compiled, operators of eager mode and their ranges. */
const NAMES: readonly (readonly [RegExp, Framework])[] = [
  [/^PjitFunction\(|^jit[_(]|^\$.*\bjax\b/, 'jax'],
  [/^EagerLocalExecute: |^\$?tensorflow\b|^FunctionRun$|^ExecutorState::Process$/, 'tensorflow'],
  [/^aten::/, 'pytorch'],
];

/** Undefined where neither format nor names tell it. */
export const frameworkOf = ({
  format,
  strings,
}: Pick<Trace, 'format' | 'strings'>): Framework | undefined => {
  const known = OF_FORMAT[format];
  if (known !== undefined) return known;
  for (let id = 0; id < strings.size; id++) {
    const text = strings.text(id);
    const told = NAMES.find(([pattern]) => pattern.test(text));
    if (told !== undefined) return told[1];
  }
  return undefined;
};
