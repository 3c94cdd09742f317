export { moduleTree, type ModuleInfo, type ModuleWork } from './modules/module-tree';
export { sizingField } from './modules/sizing-field';
