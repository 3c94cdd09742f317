/** What kind of work an operator is; one taxonomy for computed and measured operators. */
export const OPERATOR_CATEGORIES = [
  'attention',
  'linear',
  'convolution',
  'normalisation',
  'embedding',
  'elementwise',
  'softmax',
  'reduction',
  'routing',
  'scan',
  'communication',
  'memory',
  'optimizer',
  'dataloading',
  'synchronisation',
  'other',
] as const;

export type OperatorCategory = (typeof OPERATOR_CATEGORIES)[number];
