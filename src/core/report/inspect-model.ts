import { activeParametersOf, type PlacedPrimitive, primitivesOf } from '../models/graph/node';
import type { Model, Run } from '../models/model';
import { formatsOf, weightBytes } from '../models/workload';
import { bytesPerElement } from '../workload/dtype';
import type { ModelInspection } from './types';
import { versioned } from './version';

const total = (placed: readonly PlacedPrimitive[], each: (one: PlacedPrimitive) => number): number =>
  placed.reduce((sum, one) => sum + one.count * each(one), 0);

/** What a model is, in numbers that hold for any run; the run only chooses the stored formats. */
export const inspectModel = (
  model: Model,
  run: Pick<Run, 'weightDtype' | 'kvDtype'> = {},
): ModelInspection => {
  const placed = primitivesOf(model.root);
  const formats = formatsOf(model, run);
  const kv = bytesPerElement(formats.kv);
  const kvBytesPerToken = total(placed, ({ primitive }) => (primitive.state?.elementsPerPosition ?? 0) * kv);
  const stateBytes = total(placed, ({ primitive }) => (primitive.state?.constantElements ?? 0) * kv);
  return versioned({
    kind: 'model' as const,
    name: model.name,
    format: model.format,
    family: model.family,
    unit: model.unit,
    parameters: {
      total: total(placed, ({ primitive }) => primitive.parameters),
      active: activeParametersOf(model.root),
      embedding: total(placed, ({ primitive }) =>
        primitive.kind === 'embedding' ? primitive.parameters : 0,
      ),
    },
    weightBytes: weightBytes(model.root, formats),
    ...(kvBytesPerToken > 0 ? { kvBytesPerToken } : {}),
    ...(stateBytes > 0 ? { stateBytes } : {}),
    layers: model.layers,
    dtype: formats.weight,
    ...(model.maxContext === undefined ? {} : { maxContext: model.maxContext }),
  });
};
