import type { DecoderNames } from '../spec';

/** What a part of a layer takes from its model. */
export interface LayerContext {
  readonly hidden: number;
  readonly names: DecoderNames;
  readonly rotary: boolean;
}
