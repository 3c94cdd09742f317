import { Problem } from '../../problem';
import { type GivenBeside, looksLikeModelConfig, parseConfig, readModel } from '../read';
import type { Advice } from './advice';
import { offsetAt, repairs } from './repair';
import { RULES } from './rules';

const problemAdvice = (text: string, name: string, problem: Problem): Advice => {
  const { line = 1, column = 1 } = problem.where;
  const start = offsetAt(text, line, column);
  const end = start + Math.max(1, /^[^\s,}\]]*/.exec(text.slice(start))?.[0].length ?? 1);
  return {
    id: 'problem',
    severity: 'error',
    range: { start, end },
    message: problem.message,
    fixes: fixesOf(text, name, problem),
  };
};

const fixesOf = (text: string, name: string, problem: Problem): Advice['fixes'] => {
  try {
    return repairs(text, name, parseConfig(text, name).value, problem);
  } catch (error) {
    // What cannot be parsed has no field to repair.
    if (error instanceof Problem) return [];
    throw error;
  }
};

/**
 * What cannot work in a config, what costs dearly and what does nothing, each with its place and what to write
 * instead. A text that is no model config gets nothing.
 */
export const advise = (text: string, name: string, given: GivenBeside = {}): readonly Advice[] => {
  if (!looksLikeModelConfig(text, name)) return [];
  try {
    const model = readModel(text, name, given);
    return RULES.flatMap(({ id, check }) =>
      check({ text, name, model }).map((advice): Advice => ({ id, ...advice })),
    );
  } catch (error) {
    if (error instanceof Problem) return [problemAdvice(text, name, error)];
    throw error;
  }
};

/** Of a pipeline, whose parts have configs of their own: why it cannot be estimated, where it cannot. */
export const adviseOnPipeline = (text: string, read: () => unknown): readonly Advice[] => {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const [all = '', before = '', value = ''] = /^([^]*?"_class_name"\s*:\s*)("[^"]*")/.exec(text) ?? [];
    const range = {
      start: all === '' ? 0 : before.length,
      end: all === '' ? 1 : before.length + value.length,
    };
    const { file } = error.where;
    const message = file === undefined ? error.message : `${file}: ${error.message}`;
    // What is missing may be elsewhere: the index itself is not wrong.
    return [{ id: 'problem', severity: 'warning', range, message, fixes: [] }];
  }
};
