import { join } from 'node:path';
import { replacePart } from '../document/replace-part';
import { measuredSection } from './measured';
import { memorySection } from './memory';
import { peersSection } from './peers';
import { referenceSection } from './reference';

/** `validate:models FOLDER`: compares with the reference rows and peers of FOLDER and rewrites the models part of docs/validation.md. */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: npm run validate:models -- FOLDER');
const configs = join(folder, '..', 'configs');
const DOCUMENT = 'docs/validation.md';
const [BEGIN, END] = ['<!-- models: written by npm run validate:models -->', '<!-- end of models -->'];

const section = `${BEGIN}

## Models: counts against the families’ own code

${referenceSection(configs)}

### Families without such a row

${measuredSection()}

### Other programs on the same models

${peersSection(folder, configs)}

### Memory by rank

${memorySection(folder)}

${END}`;

replacePart(DOCUMENT, { begin: BEGIN, end: END, part: section });
