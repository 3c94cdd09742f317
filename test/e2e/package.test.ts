import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
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

  it('leaves the parts of such a workspace out, and says so', async () => {
    const { page, folder } = workbench;
    const hardware = join(folder, '.wattlens', 'hardware');
    await mkdir(hardware, { recursive: true });
    const text = 'parts:\n  - id: h100-sxm5\n    tdpWatts: { value: 650, kind: user, source: our rack }\n';
    await writeFile(join(hardware, 'own.yaml'), text);
    await workbench.openFile('.wattlens/hardware/own.yaml');
    await page.locator('.monaco-editor .squiggly-info').first().waitFor();
    await workbench.command('Problems: Focus on Problems View');
    await page.getByText('In Restricted Mode the parts of this file are not used').first().waitFor();
    await workbench.command('Wattlens: Show Accelerator');
    await workbench.choose('h100-sxm5');
    const card = await workbench.preview(/NVIDIA H100 SXM5 80GB/);
    assert.match(await card.locator('body').innerText(), /TDP\s+700 W/);
  });
});
