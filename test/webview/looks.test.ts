import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { openTab, settle, startPages } from './page';
import type { TestPages, Theme } from './page';

const THEMES: readonly Theme[] = ['dark', 'light', 'highContrast'];
const TABS: Readonly<Record<string, readonly string[]>> = {
  model: ['Overview', 'Operators', 'Hardware', 'Carbon', 'Assumptions'],
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
  ],
  compared: ['Compare'],
  ranks: ['Ranks'],
};

let pages: TestPages;
let axe: string;
before(async () => {
  pages = await startPages();
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
after(() => pages.close());

/** What axe finds, one line a finding. */
const violations = async (page: Page): Promise<readonly string[]> => {
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  );
};

describe('accessibility', () => {
  for (const theme of THEMES) {
    for (const [state, titles] of Object.entries(TABS)) {
      it(`of a ${state} has no fault in ${theme}`, async () => {
        const page = await pages.open({ state, theme });
        await page.evaluate(axe);
        for (const title of titles) {
          await openTab(page, title);
          assert.deepEqual(await violations(page), [], title);
        }
      });
    }
    for (const state of ['loading', 'failed', 'empty']) {
      it(`of ${state} has no fault in ${theme}`, async () => {
        const page = await pages.open({ state, theme });
        await page.evaluate(axe);
        assert.deepEqual(await violations(page), []);
      });
    }
  }

  it('lets the Tab key go through the page from top to bottom', async () => {
    const page = await pages.open();
    const seen: string[] = [];
    for (let i = 0; i < 16; i++) {
      await page.keyboard.press('Tab');
      seen.push(
        await page.evaluate(() => {
          const active = document.activeElement;
          const label = active?.getAttribute('aria-labelledby');
          const name = document.getElementById(label ?? '')?.textContent;
          return (name ?? active?.getAttribute('aria-label') ?? active?.textContent ?? '').slice(0, 24);
        }),
      );
    }
    const expected = [
      'Copy as Markdown',
      'Copy as Command',
      'Export HTML…',
      'Accelerator',
      'Count',
      'Divided',
      'Batch (requests)',
      'Input (tokens)',
      'Output (tokens)',
      'Weight format',
      'Task',
    ];
    assert.deepEqual(seen.slice(0, expected.length), expected);
    assert.deepEqual(seen.slice(expected.length + 1, expected.length + 4), [
      'PUE (ratio)',
      'Lifetime (years)',
      'Overview',
    ]);
    assert.match(seen[expected.length + 4] ?? '', /^Memory on 1 × H100 SXM/);
  });

  it('changes tabs by the arrow keys', async () => {
    const page = await pages.open();
    await page.getByRole('tab', { name: 'Overview' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await settle(page);
    assert.equal(await page.getByRole('tab', { name: 'Hardware' }).getAttribute('aria-selected'), 'true');
    assert.equal(await page.locator('vscode-panel-view:visible canvas[role=img]').count(), 1);
  });

  it('reads a chart bar by bar', async () => {
    const page = await pages.open();
    await openTab(page, 'Carbon');
    await page.locator('canvas[role=img]:visible').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    assert.equal(
      await page.locator('vscode-panel-view:visible .chart [aria-live]').first().innerText(),
      '1 × H200 SXM: operational 41.0 mg CO2e per 1,000 tokens, embodied 4.60 mg CO2e per 1,000 tokens; ' +
        'between 28.0 mg CO2e per 1,000 tokens and 76.0 mg CO2e per 1,000 tokens',
    );
  });
});

/** The colours of a chart's pixels, most frequent first. */
const colours = (page: Page): Promise<readonly string[]> =>
  page.locator('canvas[role=img]:visible').evaluate((canvas: HTMLCanvasElement) => {
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const counts = new Map<string, number>();
    for (let i = 0; i < pixels.length; i += 4) {
      if (pixels[i + 3] !== 255) continue;
      const colour = `${pixels[i]},${pixels[i + 1]},${pixels[i + 2]}`;
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    return [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  });

describe('charts', () => {
  it('are drawn anew in the colours of another theme', async () => {
    const page = await pages.open({ theme: 'dark' });
    await openTab(page, 'Hardware');
    // The charts' blue: #59a4f9 in Dark Modern, #0063d3 in Light Modern.
    assert.equal((await colours(page))[0], '89,164,249');
    await page.evaluate(() => window.stub.setTheme('light'));
    await settle(page);
    const light = await colours(page);
    assert.equal(light[0], '0,99,211');
    assert.ok(!light.includes('89,164,249'));
  });

  for (const deviceScaleFactor of [1, 2, 1.25]) {
    it(`are sharp at ${deviceScaleFactor} pixels a unit`, async () => {
      const page = await pages.open({ deviceScaleFactor });
      await openTab(page, 'Hardware');
      const { pixels, units } = await page
        .locator('canvas[role=img]:visible')
        .evaluate((canvas: HTMLCanvasElement) => ({
          pixels: canvas.width,
          units: canvas.getBoundingClientRect().width,
        }));
      assert.ok(Math.abs(pixels - units * deviceScaleFactor) <= 1, `${pixels} pixels for ${units} units`);
    });
  }

  it('keep within a narrow panel, and grow with it', async () => {
    const page = await pages.open({ width: 360 });
    for (const title of TABS['model'] ?? []) {
      await openTab(page, title);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `${title} is ${overflow} pixels too wide`);
    }
    await openTab(page, 'Hardware');
    const width = (): Promise<number> =>
      page.locator('canvas[role=img]:visible').evaluate((canvas) => canvas.getBoundingClientRect().width);
    const narrow = await width();
    await page.setViewportSize({ width: 900, height: 700 });
    await page.waitForFunction(
      (least) =>
        (document.querySelector('vscode-panel-view:not([hidden]) canvas[role=img]')?.clientWidth ?? 0) >
        least,
      narrow + 300,
    );
    assert.ok((await width()) <= 900);
  });
});
