import { extensions } from 'vscode';

const YAML_EXTENSION = 'redhat.vscode-yaml';

/** With it the schemas that package.json contributes say the same. */
export const hasYamlExtension = (): boolean => extensions.getExtension(YAML_EXTENSION) !== undefined;
