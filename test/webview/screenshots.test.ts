import { after, before, describe, it } from 'node:test';
import { mkdir } from 'node:fs/promises';
import { openTab, startPages } from './page';
import type { TestPages, Theme } from './page';

const FOLDER = 'out/screenshots/webview';
const TABS: Readonly<Record<string, readonly string[]>> = {
  model: ['Overview', 'Operators', 'Hardware', 'Sweep', 'Questions', 'Part', 'Carbon', 'Assumptions'],
  trace: [
    'Overview',
    'Operators',
    'Timeline',
    'Kernels',
    'Roofline',
    'Idle',
    'Communication',
    'Memory',
    'Steps',
    'Modules',
    'Stacks',
    'Critical path',
    'Compare',
    'Hardware',
    'Carbon',
    'Assumptions',
  ],
  ranks: ['Ranks'],
  video: ['Overview', 'Sweep'],
  stages: ['Overview'],
};

describe('every tab can be looked at', () => {
  let pages: TestPages;
  before(async () => {
    await mkdir(FOLDER, { recursive: true });
    pages = await startPages();
  });
  after(() => pages.close());

  for (const theme of ['dark', 'light', 'highContrast'] satisfies readonly Theme[]) {
    for (const [state, titles] of Object.entries(TABS)) {
      it(`${state}, ${theme}`, async () => {
        const page = await pages.open({ state, theme });
        for (const title of titles) {
          await openTab(page, title);
          await page.screenshot({
            path: `${FOLDER}/${state}-${title.toLowerCase().replace(' ', '-')}-${theme}.png`,
            fullPage: true,
          });
        }
      });
    }
    for (const state of ['loading', 'failed', 'empty', 'hostile']) {
      it(`${state}, ${theme}`, async () => {
        const page = await pages.open({ state, theme });
        await page.screenshot({ path: `${FOLDER}/${state}-${theme}.png`, fullPage: true });
      });
    }
  }

  it('narrow, dark', async () => {
    const page = await pages.open({ width: 380 });
    for (const title of TABS['model'] ?? []) {
      await openTab(page, title);
      await page.screenshot({ path: `${FOLDER}/narrow-${title.toLowerCase()}.png`, fullPage: true });
    }
  });
});
