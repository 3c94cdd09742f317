import type { Account } from '../carbon/account';
import { carbonModel } from '../carbon/uncertainty/carbon-model';
import { monteCarlo, tornado } from '../carbon/uncertainty/uncertainty';
import type { AccountReport } from './types';
import { versioned } from './version';

/** An account in the public form, with how uncertain its carbon is and which input matters most. */
export const accountReport = ({ energy, carbon, water, inputs, assumptions }: Account): AccountReport => {
  const model = carbonModel(inputs);
  const bars = tornado(model);
  return versioned({
    energyJoules: energy.mid,
    carbon,
    ...(water === undefined ? {} : { water }),
    ...(bars.length === 0
      ? {}
      : {
          uncertainty: monteCarlo(model),
          tornado: bars.map(({ id, unit, range, atLow, atHigh }) => ({
            id,
            unit,
            low: range.low,
            high: range.high,
            atLow,
            atHigh,
          })),
        }),
    assumptions,
  });
};
