import { formatNumber, formatQuantity } from '../../core/units/format';
import type { ConfigSummary } from '../../protocol/analysis';

const TOKENS = 1000;

const parametersOf = ({ parameters, activeParameters }: ConfigSummary): string => {
  const all = formatQuantity(parameters, 'parameters');
  return activeParameters === parameters
    ? all
    : `${all} (${formatQuantity(activeParameters, 'parameters')} active)`;
};

/** The one line above a model config. */
export const lensTitle = (summary: ConfigSummary): string => {
  const { memory, fits, throughput, carbon, deployment } = summary.estimate;
  const perUnit = carbon.per === 'unit' ? (carbon.total ?? carbon.operational) : undefined;
  return [
    parametersOf(summary),
    ...(memory === undefined ? [] : [`${formatQuantity(memory.total, 'B')}${fits ? '' : ', does not fit'}`]),
    `${formatNumber(throughput.unitsPerSecond)} ${throughput.unit}s/s`,
    ...(perUnit === undefined
      ? []
      : [`${formatQuantity(perUnit.mid * TOKENS, 'gCO2e')} per 1,000 ${throughput.unit}s`]),
    deployment.accelerator,
  ].join(' · ');
};
