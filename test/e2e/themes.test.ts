import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { eventually, Workbench } from './workbench';

const TABS = ['Overview', 'Operators', 'Hardware', 'Carbon', 'Assumptions'];
const THEMES = [
  { name: 'light', title: 'Light Modern', bodyClass: 'vscode-light' },
  { name: 'high-contrast', title: 'Dark High Contrast', bodyClass: 'vscode-high-contrast' },
  { name: 'dark', title: 'Dark Modern', bodyClass: 'vscode-dark' },
] as const;

/** The README's picture is only made anew when asked for: `WATTLENS_README_SCREENSHOT=1 npm run test:e2e`. */
const forReadme = process.env['WATTLENS_README_SCREENSHOT'] !== undefined;

/** What the page shows: its theme as VS Code names it, and the colours it has made of that. */
const looks = async (report: Frame, bodyClass: string): Promise<string> =>
  eventually(bodyClass, async () => {
    const classes = (await report.locator('body').getAttribute('class')) ?? '';
    if (!classes.split(' ').includes(bodyClass)) return undefined;
    return report.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  });

describe('the report follows the theme', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({
      extensionDevelopmentPath: process.cwd(),
      settings: {
        'window.commandCenter': false,
        'window.title': 'Wattlens',
        'editor.minimap.enabled': false,
      },
    });
    await workbench.openFile('configs/llama-8b/config.json');
    await workbench.page.keyboard.press('Control+B');
    await workbench.command('Wattlens: Analyze File');
  });
  after(() => workbench.close());

  const seen = new Set<string>();
  for (const { name, title, bodyClass } of THEMES) {
    it(`${name}, without being opened again`, async () => {
      const report = await workbench.report('config.json');
      await workbench.focusLine('model_type');
      for (const keys of ['Control+K', 'Control+T']) await workbench.page.keyboard.press(keys);
      await workbench.choose(title);
      const background = await looks(report, bodyClass);
      assert.ok(!seen.has(background), `${background} is the background of another theme`);
      seen.add(background);
      for (const tab of TABS) {
        await report.getByRole('tab', { name: tab, exact: true }).click();
        await workbench.settled();
        await workbench.screenshot(`${name}-${tab.toLowerCase()}`);
      }
      if (forReadme && name === 'dark') {
        await copyFile(join('out', 'screenshots', 'dark-hardware.png'), join('media', 'screenshot.png'));
      }
    });
  }

  it('in a trace too', async () => {
    await workbench.openFile('traces/llama-step.pt.trace.json.gz');
    const trace = await workbench.report('llama-step');
    await trace.getByRole('tab', { name: 'Kernels', exact: true }).click();
    await workbench.settled();
    await workbench.screenshot('dark-kernels');
  });
});
