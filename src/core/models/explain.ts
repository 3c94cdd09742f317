export {
  explainField,
  type FieldChange,
  type FieldExplainer,
  fieldExplainer,
  type FieldExplanation,
} from './explain/explain';
