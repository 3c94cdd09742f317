import { bytes, flops } from '../../units/quantity';
import { bytesPerElement } from '../../workload/dtype';
import type { Place, Resident } from '../../workload/resident';
import type { Operator } from '../../workload/workload';
import type { Adapters } from './training';

const isTarget = ({ module, shape }: Operator, { targets }: Adapters): boolean =>
  shape?.kind === 'matmul' && shape.groups === undefined && targets.includes(module?.split('.').at(-1) ?? '');

/** The two small products beside each target, as one operator: rank × (in + out) weights per projection. */
export const adapterOperators = (forward: readonly Operator[], adapters: Adapters): readonly Operator[] =>
  forward.flatMap((operator) => {
    const { shape, count, dtype } = operator;
    if (shape?.kind !== 'matmul' || !isTarget(operator, adapters)) return [];
    const { m, n, k } = shape;
    const weights = adapters.rank * (n + k);
    const element = bytesPerElement(dtype ?? 'bf16');
    const adapter: Operator = {
      name: `${operator.name}.adapter`,
      category: 'linear',
      count,
      flops: flops(2 * m * weights * count),
      bytes: {
        weights: bytes(weights * element * count),
        read: bytes(m * (k + adapters.rank) * element * count),
        written: bytes(m * (n + adapters.rank) * element * count),
        kvRead: bytes(0),
        kvWritten: bytes(0),
      },
      shape: { kind: 'matmul', m, n: adapters.rank, k: n + k },
      parameters: weights * count,
      activeParameters: weights * count,
      ...(dtype === undefined ? {} : { dtype }),
      ...(operator.module === undefined ? {} : { module: operator.module }),
      ...(operator.parallel === undefined ? {} : { parallel: operator.parallel }),
    };
    return [adapter];
  });

/**
 * The adapters' weights. Beside a projection that is divided by its columns every rank holds the first matrix, beside
 * one divided by its rows the second.
 */
export const adapterWeights = (
  forward: readonly Operator[],
  adapters: Adapters,
  element: number,
  placeOf: (module: string) => Place,
): readonly Resident[] =>
  forward.flatMap((operator) => {
    const { shape, count, module = '', parallel = 'replicated' } = operator;
    if (shape?.kind !== 'matmul' || !isTarget(operator, adapters)) return [];
    const first = adapters.rank * shape.k * count;
    const second = adapters.rank * shape.n * count;
    const undivided = { column: first, row: second }[parallel === 'row' ? 'row' : 'column'];
    return [
      {
        module: `${module}.adapter`,
        place: placeOf(module),
        parallel,
        parameters: first + second,
        bytes: bytes((first + second) * element),
        undivided,
        learns: true,
      },
    ];
  });
