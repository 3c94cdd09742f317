import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually, Workbench } from './workbench';

const CONFIG = 'configs/llama-8b/config.json';
const SCENARIO = 'scenarios/chat.wattlens.yaml';
const IDENTITY = [
  '-c',
  'user.name=Test',
  '-c',
  'user.email=test@example.invalid',
  '-c',
  'commit.gpgsign=false',
];

describe('a review in VS Code', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({
      extensionDevelopmentPath: process.cwd(),
      settings: { 'git.enabled': true },
    });
    const git = (...args: readonly string[]): void => {
      execFileSync('git', [...IDENTITY, ...args], { cwd: workbench.folder, stdio: 'ignore' });
    };
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message=First');
  });
  after(() => workbench.close());

  it('shows at the head of a changed config what that does, and the comparison at a click', async () => {
    const { page } = workbench;
    await workbench.openFile(CONFIG);
    const lens = page.locator('.codelens-decoration');
    await lens.waitFor();
    await workbench.replace('"num_key_value_heads": 8', '"num_key_value_heads": 32');
    const change = lens.getByText(/^\+[\d.]+ % gCO2e\/token vs HEAD$/);
    await change.click();
    const markdown = await workbench.preview(/config\.json at HEAD/);
    await markdown.getByRole('row', { name: /^num_key_value_heads 8 32/ }).waitFor();
    await workbench.screenshot('review-config');
    await workbench.command('Wattlens: Copy Comparison as Markdown');
    await eventually('the copied Markdown', async () => {
      const text = await page.evaluate<string>('navigator.clipboard.readText()');
      return /num\\_key\\_value\\_heads \| 8 \| 32/.test(text) ? true : undefined;
    });
  });

  it('marks a broken budget, and the check exits with 3', async () => {
    const { page } = workbench;
    await workbench.command('View: Close Editor');
    await workbench.openFile(SCENARIO);
    await workbench.focusLine('joulesPerToken');
    await workbench.replace('joulesPerToken: 1', 'joulesPerToken: 0.001');
    await page.locator('.squiggly-error').first().waitFor();
    await page.keyboard.press('Control+S');
    await workbench.screenshot('review-scenario');
    const check = (): number => {
      try {
        execFileSync(process.execPath, ['dist/cli.js', 'check', join(workbench.folder, SCENARIO)], {
          stdio: 'ignore',
        });
        return 0;
      } catch (error) {
        return (error as { readonly status: number }).status;
      }
    };
    await eventually('exit 3', () => Promise.resolve(check() === 3 ? true : undefined));
  });

  it('plans carbon from a scenario, with the plan that is picked', async () => {
    const { page } = workbench;
    await workbench.openFile(SCENARIO);
    await workbench.command('Wattlens: Plan Carbon…');
    const pick = page.locator('.quick-input-widget');
    await pick.getByText('needs a section payback').waitFor();
    await workbench.screenshot('plan-pick');
    await page.keyboard.press('Enter');
    const markdown = await workbench.preview(/Software Carbon Intensity/);
    await markdown.getByRole('row', { name: /^EcoLogits/ }).waitFor();
    await workbench.screenshot('plan-rates');
  });

  it('ends a search when its Cancel is pressed', async () => {
    const { page } = workbench;
    const file = join(workbench.folder, 'scenarios', 'search.wattlens.yaml');
    const layers = Array.from({ length: 200 }, (_, index) => index + 1).join(', ');
    const widths = Array.from({ length: 30 }, (_, index) => 512 + 64 * index).join(', ');
    // Nearly a hundred thousand candidates: what ends at once was ended.
    const search = `search:\n  layers: [${layers}]\n  width: [${widths}]\n  heads: [4, 8, 16, 32]\n  dtypes: [bf16, fp8, int8, int4]\n`;
    writeFileSync(file, readFileSync(join(workbench.folder, SCENARIO), 'utf8') + search);
    await workbench.openFile('scenarios/search.wattlens.yaml');
    await workbench.command('Wattlens: Plan Carbon…');
    await workbench.choose('Model and hardware sizes');
    await workbench.command('Notifications: Show Notifications');
    const notice = page.locator('.notifications-center .notification-list-item', {
      hasText: 'planning for search.wattlens.yaml',
    });
    await notice.getByText(/\d of \d|candidates/).waitFor();
    await notice.getByRole('button', { name: 'Cancel' }).click();
    await notice.waitFor({ state: 'detached' });
    await workbench.command('Notifications: Show Notifications');
    assert.equal(await page.getByText('The other side is gone').count(), 0);
  });
});

describe('a review without git', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ extensionDevelopmentPath: process.cwd() });
  });
  after(() => workbench.close());

  it('says what is missing', async () => {
    await workbench.openFile(CONFIG);
    await workbench.page.locator('.codelens-decoration').waitFor();
    await workbench.command('Wattlens: Compare Carbon with HEAD');
    await workbench.notification('the built-in Git extension is turned off; enable git.enabled');
  });
});
