import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually, Workbench } from './workbench';

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'truncated.json': '{"model_type": "llama", "hidden_size": 40',
  'words.json': 'this is no JSON at all',
  'deep.json': `${'['.repeat(5000)}${']'.repeat(5000)}`,
  'binary.json': Uint8Array.from({ length: 4096 }, (_, i) => (i * 37) % 256),
};

/** The sentence the command line ends with, and its exit status. */
const complaint = (file: string): Promise<{ readonly code: unknown; readonly sentence: string }> =>
  new Promise((settle) => {
    execFile(process.execPath, ['dist/cli.js', 'inspect', file], (error, _stdout, stderr) => {
      const [, sentence = stderr] =
        /^wattlens: FILE\S*(?: at byte \d+)?: (.*)$/m.exec(stderr.replace(file, 'FILE')) ?? [];
      settle({ code: error?.code, sentence });
    });
  });

describe('a broken file in VS Code', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ extensionDevelopmentPath: process.cwd() });
    for (const [name, content] of Object.entries(FILES))
      await writeFile(join(workbench.folder, 'broken', name), content);
  });
  after(() => workbench.close());

  for (const name of Object.keys(FILES)) {
    it(`is told in the sentence of the command line: ${name}`, async () => {
      const { code, sentence } = await complaint(join(workbench.folder, 'broken', name));
      assert.equal(code, 2);
      await workbench.openFile(`broken/${name}`);
      await workbench.command('Wattlens: Analyze File');
      await eventually(`the sentence "${sentence}"`, async () => {
        for (const frame of workbench.page.frames().filter((one) => one.url().includes('fake.html'))) {
          if ((await frame.locator('body').innerText()).includes(sentence)) return true;
        }
        return undefined;
      });
    });
  }
});
