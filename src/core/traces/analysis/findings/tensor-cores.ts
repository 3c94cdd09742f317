import { formatShare } from '../../../units/format';
import { operators } from '../operators';
import type { TracedOperator } from '../operators';
import { deviceSpan } from './device-span';
import type { FindingRule } from './finding';

const SHARE = 0.1;
const USED = 0.5;
const PRODUCTS: ReadonlySet<string> = new Set([
  'aten::mm',
  'aten::addmm',
  'aten::bmm',
  'aten::baddbmm',
  'aten::cudnn_convolution',
  'aten::convolution_backward',
]);

/** Matrix products that run on the ordinary cores. */
export const tensorCores: FindingRule = {
  id: 'tensor-cores',
  find: (selection) => {
    const span = deviceSpan(selection);
    if (span === undefined) return undefined;
    const products = (operators.run(selection) ?? []).filter(({ name }) => PRODUCTS.has(name));
    const sum = (of: (operator: TracedOperator) => number): number =>
      products.reduce((total, operator) => total + of(operator), 0);
    const all = sum(({ deviceTotal }) => deviceTotal);
    const without = all - sum(({ tensorCoreTotal }) => tensorCoreTotal);
    const share = without / span.seconds;
    if (share < SHARE || without < USED * all) return undefined;
    return {
      rule: 'tensor-cores',
      sentence: `${formatShare(without / all)} of the time of matrix products is spent in kernels that are not known to use tensor cores; try autocast to bfloat16 or float16, or TF32 where the device has it (torch.set_float32_matmul_precision("high"))`,
      share: Math.min(1, share),
      evidence: {
        productsWithoutTensorCoresSeconds: without,
        productsSeconds: all,
        deviceSpanSeconds: span.seconds,
      },
      because: `matrix products without tensor cores last at least ${formatShare(SHARE)} of the device's time, and more than half of all products`,
    };
  },
};
