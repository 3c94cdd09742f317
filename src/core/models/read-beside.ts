import { isPipelineIndex, QUANTIZATION_FILE, type TextsBeside } from '../input/beside';
import { readPipeline } from './formats/diffusers/pipeline';
import type { Model } from './model';
import { type GivenBeside, readModel } from './read';

/** What a config's reading is given of the files beside it. */
export const givenBeside = (beside: TextsBeside | undefined): GivenBeside => {
  const quantization = beside?.[QUANTIZATION_FILE];
  return quantization === undefined ? {} : { quantization };
};

/**
 * Reads a config whose text is at hand, with what stands beside it: a pipeline's components, or how it is quantised.
 * @param given What is told otherwise; it wins.
 * @throws Problem as readModel and readPipeline.
 */
export const readModelBeside = (
  text: string,
  name: string,
  beside: TextsBeside | undefined,
  given: GivenBeside = {},
): Model =>
  isPipelineIndex(text) && beside !== undefined
    ? readPipeline(text, beside, name.replace(/model_index\.json$/, 'config.json'))
    : readModel(text, name, { ...givenBeside(beside), ...given });
