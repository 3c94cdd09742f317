import type { CatalogueFile } from '../load';
import { loadCatalogue, type Catalogue } from '../load';
import amd from './amd.yaml';
import apple from './apple.yaml';
import aws from './aws.yaml';
import cerebras from './cerebras.yaml';
import google from './google.yaml';
import groq from './groq.yaml';
import intel from './intel.yaml';
import nvidia from './nvidia.yaml';
import sambanova from './sambanova.yaml';

const BUILT_IN: readonly CatalogueFile[] = [
  { name: 'nvidia.yaml', data: nvidia },
  { name: 'amd.yaml', data: amd },
  { name: 'intel.yaml', data: intel },
  { name: 'google.yaml', data: google },
  { name: 'aws.yaml', data: aws },
  { name: 'cerebras.yaml', data: cerebras },
  { name: 'sambanova.yaml', data: sambanova },
  { name: 'groq.yaml', data: groq },
  { name: 'apple.yaml', data: apple },
];

let builtIn: Catalogue | undefined;

/**
 * The built-in parts and those of a workspace (`.wattlens/hardware/*.yaml`, already parsed), by id.
 * A workspace's part corrects a built-in one of the same id field by field.
 */
export const catalogue = (workspace: readonly CatalogueFile[] = []): Catalogue => {
  if (workspace.length > 0) return loadCatalogue([...BUILT_IN, ...workspace]);
  builtIn ??= loadCatalogue(BUILT_IN);
  return builtIn;
};
