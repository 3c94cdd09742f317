import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GivenBeside } from '../core/models/read';
import { Problem } from '../core/problem';
import { readScenario } from '../core/scenario/read';
import type { Scenario } from '../core/scenario/scenario';
import { type Input, openFile } from './input';

export const isScenarioFile = (file: string): boolean => /\.wattlens\.ya?ml$/i.test(file);

/** What a command works on: a config or trace, and the scenario that named it and fixes how it runs. */
export interface Subject {
  readonly input: Input;
  readonly scenario?: Scenario;
}

const textOf = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Problem(
      error.code === 'ENOENT' ? 'no such file' : `cannot be read (${error.code ?? error.message})`,
      {
        file,
      },
    );
  });

/** A scenario and its text. @throws Problem that names the file. */
export const openScenario = async (
  file: string,
): Promise<{ readonly scenario: Scenario; readonly text: string }> => {
  const text = await textOf(file);
  try {
    return { scenario: readScenario(text, file), text };
  } catch (error) {
    if (error instanceof Problem) throw error.inFile(file);
    throw error;
  }
};

/** Where the config or trace of a scenario is. */
export const workloadFileOf = (file: string, scenario: Scenario): string =>
  join(dirname(file), scenario.workload.file);

export const openSubject = async (file: string, given: GivenBeside = {}): Promise<Subject> => {
  if (!isScenarioFile(file)) return { input: await openFile(file, given) };
  const { scenario } = await openScenario(file);
  return { input: await openFile(workloadFileOf(file, scenario)), scenario };
};
