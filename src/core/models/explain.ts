export { explainField, type FieldChange, type FieldExplanation } from './explain/explain';
