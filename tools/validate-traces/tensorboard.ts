import { basename } from 'node:path';
import { readTrace } from '../../src/core/traces/read';
import { openBytes } from '../../src/io/open-bytes';
import type { Comparison } from './parity';
import { compareMemory } from './tensorboard-memory';
import { compareModules } from './tensorboard-modules';
import { compareOperators } from './tensorboard-operators';
import type { PluginResults } from './tensorboard-results';
import { compareSteps } from './tensorboard-steps';
import { asThePlugin } from './tensorboard-view';

/**
 * Our results of whole traces beside the TensorBoard plugin's, for one trace or all ranks of one. Where they differ, ours of
 * the trace without what the plugin overlooks are its own to the last digit: that is the reason.
 * @throws Unexplained where they are not.
 */
export const compareWithPlugin = async (
  key: string,
  files: readonly string[],
  { workers }: PluginResults,
): Promise<readonly Comparison[]> => {
  const compared: Comparison[] = [];
  const ranks = Object.entries(workers);
  for (const [rank, worker] of ranks) {
    const theirs = basename(worker.file);
    const file = files.find((path) => basename(path) === theirs) ?? files[0] ?? '';
    const trace = ranks.length > 1 ? `${key}, ${rank}` : key;
    const view = asThePlugin(await readTrace(openBytes(file), { name: key }));
    compared.push(
      ...compareOperators(trace, view, worker),
      ...compareModules(trace, view, worker),
      ...compareMemory(trace, view, worker),
      compareSteps(trace, view, worker),
    );
  }
  return compared;
};
