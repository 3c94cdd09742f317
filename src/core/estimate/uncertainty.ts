import { uncertaintyOf } from '../carbon/uncertainty/uncertain';
import { carbonInputsOf } from './carbon-inputs';
import type { Estimate } from './estimate-types';

/** The estimate with how sure its carbon is, per functional unit, and which input matters most. Some ten milliseconds. */
export const withUncertainty = (estimate: Estimate): Estimate => {
  const inputs = carbonInputsOf(estimate);
  return inputs === undefined ? estimate : { ...estimate, ...uncertaintyOf(inputs) };
};
