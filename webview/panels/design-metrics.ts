import { DESIGN_METRICS, type DesignMetric, isDesignMetric } from '../../src/core/compare/metrics';
import { SHOWN_METRICS } from '../../src/core/report/design-metrics';
import type { Choice } from '../../src/protocol/panel-state';
import { dropdown, type DropdownField } from '../toolkit';

const CHOICES: readonly Choice[] = DESIGN_METRICS.map((id) => ({ id, label: SHOWN_METRICS[id].label }));

/** A dropdown of the metrics that design points are ranked by. */
export const metricField = (
  label: string,
  chosen: DesignMetric,
  onChange: (metric: DesignMetric) => void,
): DropdownField => {
  const field = dropdown(label, (id) => {
    if (isDesignMetric(id)) onChange(id);
  });
  field.offer(CHOICES, chosen);
  return field;
};
