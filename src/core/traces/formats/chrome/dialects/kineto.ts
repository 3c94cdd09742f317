import { SliceKind } from '../../../slice-kind';
import type { Dialect } from './dialect';

/** The PyTorch profiler: its categories are those of `kindOfCategory`, so there is nothing to adapt. */
export const kineto: Dialect = {
  id: 'kineto',
  knows: ({ metadata, slices }) =>
    metadata.schemaVersion !== undefined ||
    metadata.devices.length > 0 ||
    slices.kind.some((kind) => kind !== SliceKind.other),
  adapt: (trace) => trace,
};
