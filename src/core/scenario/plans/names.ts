/** What can be asked beyond an estimate, in the order in which it is offered. */
export const PLANS = {
  rates: 'Carbon per token, request and user (SCI), and what other tools say',
  shift: 'The same job in other places and at other hours',
  life: 'The whole life: experiments, training, inference',
  payback: 'When new hardware has paid back the carbon of making it',
  search: 'Model and hardware sizes against carbon, latency and accuracy',
  federated: 'Federated training on devices',
} as const;
export type PlanId = keyof typeof PLANS;
export const PLAN_IDS = Object.keys(PLANS) as readonly PlanId[];
export const isPlan = (id: unknown): id is PlanId => PLAN_IDS.some((one) => one === id);
