export { configOutline, type OutlineField, type OutlineGroup } from './outline/outline';
