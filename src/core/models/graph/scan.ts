import { flops } from '../../units/quantity';
import { bytesPerElement } from '../../workload/dtype';
import { plainFormat, type Primitive, tokensOf, traffic } from './primitive';

export interface ScanSpec {
  /** Elements of state per sequence, constant whatever the context. */
  readonly stateElements: number;
  /** Operations per position; the recurrence is no matrix product. */
  readonly flopsPerPosition: number;
  /** Elements read and written per position. */
  readonly reads: number;
  readonly writes: number;
  readonly parameters: number;
  /** Elements of state that a convolution keeps beside the recurrence's. */
  readonly convolutionElements?: number;
}

/** A recurrence over positions with a state of fixed size: selective scans, state-space duals, delta rules. */
export const scan = (spec: ScanSpec): Primitive => ({
  kind: 'scan',
  parameters: spec.parameters,
  quantised: false,
  state: {
    elementsPerPosition: 0,
    constantElements: spec.stateElements + (spec.convolutionElements ?? 0),
  },
  operators: (pass) => {
    const tokens = tokensOf(pass);
    const element = bytesPerElement(pass.formats.activation);
    const format = plainFormat(pass.formats);
    // The state stays on chip during a pass: it is read at its start and written at its end.
    const state = pass.sequences * (spec.stateElements + (spec.convolutionElements ?? 0)) * element;
    return [
      {
        category: 'scan',
        flops: flops(tokens * spec.flopsPerPosition),
        bytes: traffic({
          weights: spec.parameters * bytesPerElement(format),
          read: tokens * spec.reads * element,
          written: tokens * spec.writes * element,
          kvRead: state,
          kvWritten: state,
        }),
        dtype: pass.formats.activation,
        weightDtype: format,
        parallel: 'heads',
      },
    ];
  },
});
