export type { Advice, Fix, Severity } from './advice/advice';
export { advise, adviseOnPipeline } from './advice/advise';
