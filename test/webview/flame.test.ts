import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { openTab, settle, startPages } from './page';
import type { TestPages } from './page';

let pages: TestPages;
before(async () => {
  pages = await startPages();
});
after(() => pages.close());

const openStacks = async (): Promise<Page> => {
  const page = await pages.open({ state: 'trace' });
  await openTab(page, 'Stacks');
  await page.locator('.flame-box canvas').waitFor();
  await settle(page);
  return page;
};
const details = (page: Page): Promise<string> => page.locator('.flame-details').innerText();
const spoken = (page: Page): Promise<string> => page.locator('.flame [aria-live]').innerText();
const keys = async (page: Page, ...names: readonly string[]): Promise<void> => {
  await page.locator('.flame-box canvas').focus();
  for (const name of names) await page.keyboard.press(name);
};
const opened = (page: Page): Promise<unknown> =>
  page.evaluate(() => window.stub.calls.filter(({ method }) => method === 'openCode').at(-1)?.args);
/** Which part of the canvas's width is drawn in one row: its pixels that are not empty. */
const drawnRows = (page: Page): Promise<number> =>
  page.locator('.flame-box canvas').evaluate((canvas) => Math.round(canvas.clientHeight / 20));

describe('the flame graph', () => {
  it('is walked by keys, and each call is read out', async () => {
    const page = await openStacks();
    await keys(page, 'ArrowDown');
    // 3 calls; 0.41 s on the host, a tenth by itself; 0.328 s on the device.
    assert.match(
      await spoken(page),
      /^main \(train\.py:88\): 3 calls; host 410 ms \(100\.0 %\), 41\.0 ms by itself; device 328 ms \(100\.0 %\)/,
    );
    await keys(page, 'ArrowDown', 'ArrowRight');
    assert.match(await spoken(page), /^step \(optim\.py:17\)/);
    await keys(page, 'ArrowRight');
    assert.match(await spoken(page), /^step \(optim\.py:17\)/);
    await keys(page, 'ArrowLeft', 'ArrowDown');
    assert.match(await spoken(page), /^aten::mm: /);
    await keys(page, 'ArrowUp', 'ArrowUp', 'ArrowUp');
    assert.match(await spoken(page), /^all: 3 calls/);
  });

  it('zooms in and out, keeping what is around', async () => {
    const page = await openStacks();
    assert.equal(await drawnRows(page), 4);
    await keys(page, 'ArrowDown', 'ArrowDown', 'ArrowRight', 'Enter');
    // step has no calls under it: all, main and itself are left.
    assert.equal(await drawnRows(page), 3);
    const out = page.getByRole('button', { name: 'Zoom Out' });
    assert.ok(await out.isVisible());
    await keys(page, 'Escape', 'Escape');
    assert.equal(await drawnRows(page), 4);
    assert.equal(await out.isVisible(), false);
  });

  it('goes to what is clicked, and to its source', async () => {
    const page = await openStacks();
    const canvas = page.locator('.flame-box canvas');
    // The third row is forward, widest first.
    await canvas.click({ position: { x: 30, y: 50 } });
    assert.match(await details(page), /^forward \(model\.py:42\).* · model\.py:42$/);
    await page.locator('.flame-details').getByRole('button').click();
    assert.deepEqual(await opened(page), [
      [
        { file: 'model.py', line: 42 },
        { file: 'train.py', line: 88 },
      ],
    ]);
    await keys(page, 'ArrowUp', 'o');
    assert.deepEqual(await opened(page), [[{ file: 'train.py', line: 88 }]]);
  });

  it('finds calls by name, and says how much time they take', async () => {
    const page = await openStacks();
    await page.locator('figure.flame').getByRole('textbox', { name: 'Search' }).fill('aten::');
    // aten::mm and aten::mul: 0.1 + 0.05 s of host, 0.12 of 0.328 s of device time.
    const status = page.locator('figure.flame [role=status]');
    assert.equal(await status.innerText(), '2 places match: 120 ms, 36.6 % of the device time.');
    await page.locator('figure.flame').getByRole('textbox', { name: 'Search' }).fill('nothing');
    assert.equal(await status.innerText(), 'No call matches.');
  });

  it('switches between host and device time', async () => {
    const page = await openStacks();
    await page.locator('figure.flame').getByRole('textbox', { name: 'Search' }).fill('aten::');
    await page.locator('figure.flame').getByRole('combobox').click();
    await page.getByRole('option', { name: 'Host time' }).click();
    await settle(page);
    assert.equal(
      await page.locator('figure.flame [role=status]').innerText(),
      '2 places match: 150 ms, 36.6 % of the host time.',
    );
  });
});

describe('rows that stand in a source', () => {
  it('lead there from tables and trees', async () => {
    const page = await openStacks();
    await page.getByRole('button', { name: 'Open model.py:42' }).click();
    assert.deepEqual(await opened(page), [
      [
        { file: 'model.py', line: 42 },
        { file: 'train.py', line: 88 },
      ],
    ]);
    await openTab(page, 'Kernels');
    await page.getByRole('button', { name: 'model.py:44' }).click();
    const places = [
      { file: 'model.py', line: 44 },
      { file: 'train.py', line: 88 },
    ];
    assert.deepEqual(await opened(page), [places]);
    await openTab(page, 'Operators');
    await page.getByRole('button', { name: 'Open model.py:44' }).click();
    assert.deepEqual(await opened(page), [places]);
  });

  it('say so where it is not in the workspace', async () => {
    const page = await openStacks();
    await page.evaluate(() => window.stub.refuse('openCode', 'model.py is not among the Python files.'));
    await keys(page, 'ArrowDown', 'o');
    await page.getByRole('alert').filter({ hasText: 'model.py is not among the Python files.' }).waitFor();
  });
});
