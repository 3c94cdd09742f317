import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../src/core/problem';

/** A row of `prof.key_averages()`: microseconds and bytes, sums over all calls. */
export interface Averages {
  readonly name: string;
  readonly calls: number;
  readonly selfTime: number;
  readonly totalTime: number;
  readonly selfMemory: number;
  readonly totalMemory: number;
}

export interface TorchRow extends Averages {
  readonly isAnnotation: boolean;
  /** It ended on another thread than it began on. */
  readonly isAsync: boolean;
  /** As Python writes a list. */
  readonly shapes?: string;
}

/** What PyTorch says of one recording (peers/record.py). */
export interface TorchResults {
  readonly torch: string;
  readonly operators: readonly TorchRow[];
  readonly byShape: readonly TorchRow[];
}

export interface Recording {
  readonly name: string;
  readonly trace: string;
  readonly said: TorchResults;
}

const ENDING = '.averages.json';

/** The recordings in a folder, by name. @throws Problem where there is none */
export const recordingsIn = (folder: string): readonly Recording[] => {
  const files = statSync(folder).isDirectory()
    ? readdirSync(folder).filter((file) => file.endsWith(ENDING))
    : [];
  if (files.length === 0)
    throw new Problem(`${folder} has no recording; expected the folder that peers/record.py wrote`);
  return files.sort().map((file) => {
    const name = file.slice(0, -ENDING.length);
    return {
      name,
      trace: join(folder, `${name}.pt.trace.json.gz`),
      said: JSON.parse(readFileSync(join(folder, file), 'utf8')) as TorchResults,
    };
  });
};
