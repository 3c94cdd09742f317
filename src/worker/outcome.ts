import { Problem } from '../core/problem';
import { faultOf, type Outcome } from '../protocol/analysis';

/** Bad input becomes a value that crosses threads; a fault of ours stays an error. */
export const attempt = async <T>(work: () => T | Promise<T>): Promise<Outcome<T>> => {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof Problem) return { ok: false, fault: faultOf(error) };
    throw error;
  }
};
