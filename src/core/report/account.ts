import type { Account } from '../carbon/account';
import { uncertaintyOf } from '../carbon/uncertainty/uncertain';
import type { AccountReport } from './types';
import { versioned } from './version';

/** An account in the public form, with how uncertain its carbon is and which input matters most. */
export const accountReport = ({ energy, carbon, water, inputs, assumptions }: Account): AccountReport =>
  versioned({
    energyJoules: energy.mid,
    carbon,
    ...(water === undefined ? {} : { water }),
    ...uncertaintyOf(inputs),
    assumptions,
  });
