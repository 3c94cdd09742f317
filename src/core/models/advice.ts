export type { Advice, Fix, Severity } from './advice/advice';
export { advise } from './advice/advise';
