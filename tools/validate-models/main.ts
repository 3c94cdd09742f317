import { replacePart } from '../document/replace-part';
import { argumentsOrExit } from '../document/shared-folder';
import { measuredSection } from './measured';
import { memorySection } from './memory';
import { peersSection } from './peers';
import { referenceSection } from './reference';

/** `validate:models FOLDER`: compares with the rows and peers of FOLDER, or of its reference/, and rewrites the models part of docs/validation.md. */
const { reference, configs } = argumentsOrExit('npm run validate:models -- FOLDER', [
  ['configs', 'reference.json'],
  ['reference', 'peers'],
]).folder;
const DOCUMENT = 'docs/validation.md';
const [BEGIN, END] = ['<!-- models: written by npm run validate:models -->', '<!-- end of models -->'];

const section = `${BEGIN}

## Models: counts against the families’ own code

${referenceSection(configs)}

### Families without such a row

${measuredSection()}

### Other programs on the same models

${peersSection(reference, configs)}

### Memory by rank

${memorySection(reference)}

${END}`;

replacePart(DOCUMENT, { begin: BEGIN, end: END, part: section });
