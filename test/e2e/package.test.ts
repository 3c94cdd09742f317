import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { Workbench } from './workbench';

const run = promisify(execFile);
const VSIX = resolve('wattlens.vsix');

describe('the package', () => {
  let workbench: Workbench;
  before(async () => {
    await run('npm', ['run', 'package']);
    workbench = await Workbench.open({
      vsix: VSIX,
      settings: {
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'never',
      },
    });
  });
  after(() => workbench.close());

  it('has a few files, none of them sources or tests', async () => {
    const { stdout } = await run('npx', ['vsce', 'ls', '--no-dependencies']);
    const files = stdout.trim().split('\n');
    assert.ok(files.length < 30, stdout);
    const strangers = files.filter(
      (file) =>
        !/^(dist|media|schemas)\/|^(docs\/advice\.md|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/.test(
          file,
        ),
    );
    assert.deepEqual(strangers, []);
    assert.deepEqual(
      files.filter((file) => /\.(ts|map|test\.)/.test(file)),
      [],
    );
  });

  it('works where it is installed, in a workspace that is not trusted', async () => {
    await workbench.page.getByText('Restricted Mode').first().waitFor();
    await workbench.openFile('configs/gpt2/config.json');
    const lens = workbench.page.locator('.codelens-decoration');
    await lens.waitFor();
    assert.match(await lens.innerText(), /^124 million/);
    await workbench.command('Wattlens: Analyze File');
    const report = await workbench.report('config.json');
    assert.match(await report.locator('body').innerText(), /124,439,808/);
  });
});
