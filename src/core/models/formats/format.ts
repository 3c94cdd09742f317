import type { LocatedValue } from '../../text/located';
import type { Model } from '../model';

export interface ConfigText {
  readonly text: string;
  readonly value: LocatedValue & { readonly type: 'object' };
  /** File name or path, for the model's name. */
  readonly name: string;
  /** Words of the tokenizer, for configs that leave them to it. */
  readonly vocabulary?: number;
}

/** A way of writing model configs. */
export interface ConfigFormat {
  readonly id: string;
  /** Whether this is meant to be such a config; cheap, and false for other people's files. */
  sniff(config: ConfigText): boolean;
  /** @throws Problem where the config is wrong or its architecture is not known. */
  read(config: ConfigText): Model;
}
