import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { REPORT_MARK } from './report-mark';

/** Called by VS Code in the extension host: runs every `*.test.js` beside this file. */
export const run = async (): Promise<void> => {
  Mocha.reporters.Base.consoleLog = (...args) => console.log(REPORT_MARK + format(...args));
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false });
  for (const file of readdirSync(__dirname).filter((name) => name.endsWith('.test.js')))
    mocha.addFile(join(__dirname, file));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} test(s) failed`);
};
