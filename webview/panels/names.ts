/** Words for what the core names by ids. */
import type { Estimate } from '../../src/core/estimate/estimate-types';
import type { FunctionalUnit } from '../../src/core/workload/workload';
import type { PanelContent } from '../../src/protocol/panel-state';

export const acceleratorName = (content: PanelContent, id: string): string =>
  content.choices.accelerators.find((choice) => choice.id === id)?.label ?? id;

/** "2 × H100 SXM". */
export const deploymentName = (content: PanelContent, { deployment }: Estimate): string =>
  `${deployment.count} × ${acceleratorName(content, deployment.accelerator)}`;

export const unitsName = (unit: FunctionalUnit): string => (unit === 'second' ? 'seconds' : `${unit}s`);

/** How carbon is told: for tokens by the thousand, because one weighs next to nothing. */
export const carbonBasis = ({
  carbon,
  workload,
}: Estimate): { readonly factor: number; readonly per: string } => {
  if (carbon.per !== 'unit') return { factor: 1, per: ` per ${carbon.per}` };
  return workload.unit === 'token'
    ? { factor: 1000, per: ' per 1,000 tokens' }
    : { factor: 1, per: ` per ${workload.unit}` };
};
