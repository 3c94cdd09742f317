import { shortKernelName } from '../../src/core/traces/kernel-name';
import type { Child } from '../dom';
import { h } from '../dom';

/** A name as it is best read; where that leaves out parts of it, the whole is told by pointing at it. */
export const eventName = (name: string): Child => {
  // Writers space brackets of shapes differently.
  const short = shortKernelName(name).replace(/\[ +/g, '[').replace(/ +\]/g, ']');
  return short === name ? name : h('span', { title: name }, short);
};
