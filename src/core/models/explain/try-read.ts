import { Problem } from '../../problem';
import type { Model } from '../model';
import { type GivenBeside, readModel } from '../read';

/** The model of a config, or undefined where the config has a problem. */
export const tryRead = (text: string, name: string, given: GivenBeside = {}): Model | undefined => {
  try {
    return readModel(text, name, given);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
};
