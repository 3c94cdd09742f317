import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { openTab, settle, startPages } from './page';
import type { TestPages } from './page';

const callsOf = (page: Page, method: string): Promise<(readonly unknown[])[]> =>
  page.evaluate(
    (name) => window.stub.calls.filter((call) => call.method === name).map(({ args }) => args),
    method,
  );
const lastRequest = async (page: Page, method = 'sweep'): Promise<Record<string, unknown>> =>
  (await callsOf(page, method)).at(-1)?.[0] as Record<string, unknown>;

describe('comparing', () => {
  let pages: TestPages;
  before(async () => {
    pages = await startPages();
  });
  after(() => pages.close());

  it('a sweep shows who wins where, with its margin, ties hatched, and a front with its table', async () => {
    const page = await pages.open();
    await openTab(page, 'Sweep');
    const map = page.getByRole('grid');
    await map.waitFor();
    assert.equal(await page.getByText('567 design points.').count(), 1);
    assert.equal(await map.getByRole('row').count(), 10);
    const first = map.getByRole('gridcell').first();
    assert.match(
      (await first.getAttribute('aria-label')) ?? '',
      /^Batch 1, 128 tokens in: .* the next is .* worse/,
    );
    const ties = map.locator('.tie');
    assert.ok((await ties.count()) > 0);
    assert.match((await ties.first().getAttribute('aria-label')) ?? '', /a tie/);
    assert.notEqual(await ties.first().evaluate((cell) => getComputedStyle(cell).backgroundImage), 'none');
    assert.equal(await page.getByRole('img', { name: /^Time per request against energy/ }).count(), 1);
    assert.equal(
      await page.getByRole('heading', { name: 'Pareto front of time per request and energy' }).count(),
      1,
    );
  });

  it('cells are walked by arrow keys', async () => {
    const page = await pages.open();
    await openTab(page, 'Sweep');
    await page.getByRole('grid').getByRole('gridcell').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    assert.match(label ?? '', /^Batch 2, 256 tokens in/);
  });

  it('a long sweep shows how far it is and what there is, and can be ended', async () => {
    const page = await pages.open({ longSweep: true });
    await openTab(page, 'Sweep');
    await page.getByText('284 of 567 design points …').waitFor();
    assert.equal(await page.getByRole('progressbar', { name: 'Sweep' }).getAttribute('value'), '284');
    assert.ok((await page.getByRole('gridcell').count()) > 10);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('284 of 567 design points; stopped.').waitFor();
    assert.equal((await callsOf(page, 'cancelSweep')).length, 1);
    assert.equal(await page.getByRole('progressbar', { name: 'Sweep' }).count(), 0);
  });

  it('its controls are live, and the command is of what is shown', async () => {
    const page = await pages.open();
    await openTab(page, 'Sweep');
    await page.getByRole('grid').waitFor();
    await page.getByRole('textbox', { name: 'Batch (values)' }).fill('1,8');
    await page.getByText('126 design points.').waitFor();
    await page.getByText(/^Accelerators: /).click();
    await page.getByRole('checkbox', { name: /L4/ }).uncheck();
    await page.getByText('108 design points.').waitFor();
    await page.getByRole('button', { name: 'Copy as Command' }).last().click();
    await page.getByText('Copied the command line.').waitFor();
    const copied = await lastRequest(page, 'copySweepAsCommand');
    assert.equal(copied['batch'], '1,8');
    assert.deepEqual(copied, await lastRequest(page));
    assert.ok(!(copied['accelerators'] as string[]).includes('l4'));
  });

  it('says what the host refuses, and goes on', async () => {
    const page = await pages.open();
    await page.evaluate(() => window.stub.refuse('sweep', "Batch: 'x' is no whole number of 1 or more"));
    await openTab(page, 'Sweep');
    await page.getByRole('alert').getByText("Batch: 'x' is no whole number").waitFor();
  });

  it('a command of the palette shows its tab', async () => {
    const page = await pages.open();
    await page.evaluate(() => window.stub.showTab('sweep'));
    await page.getByRole('grid').waitFor();
    assert.equal(await page.getByRole('tab', { name: 'Sweep' }).getAttribute('aria-selected'), 'true');
  });

  it('the accelerators compared are chosen in place', async () => {
    const page = await pages.open();
    await openTab(page, 'Hardware');
    await page.getByText(/^Compared: /).click();
    await page.getByRole('textbox', { name: 'Filter' }).fill('mi300');
    assert.equal(await page.getByRole('checkbox').filter({ visible: true }).count(), 1);
    await page.getByRole('checkbox', { name: /MI300X/ }).uncheck();
    await settle(page);
    const [ids] = (await callsOf(page, 'compareHardware')).at(-1) ?? [];
    assert.ok(Array.isArray(ids) && ids.length > 0 && !ids.includes('mi300x'));
  });

  it('in a narrow panel four accelerators stand side by side without scrolling', async () => {
    const page = await pages.open({ width: 620 });
    await openTab(page, 'Hardware');
    await page.getByText(/^Compared: /).click();
    for (const name of [/H200/, /^L4/, /TPU/]) await page.getByRole('checkbox', { name }).uncheck();
    await page.locator('table.turned').waitFor();
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(wide, 0);
    assert.equal(await page.locator('table.turned thead th').count(), 4);
    await page.setViewportSize({ width: 1200, height: 900 });
    await page.locator('table.turned').waitFor({ state: 'hidden' });
  });

  it('questions are asked one at a time, with what they need', async () => {
    const page = await pages.open();
    await openTab(page, 'Questions');
    await page.getByRole('heading', { name: /^More accelerators/ }).waitFor();
    const question = page.getByRole('combobox', { name: 'Question' });
    await question.click();
    await page.getByRole('option', { name: /under load/ }).click();
    await page.getByText(/^Asked for load/).waitFor();
    await page.getByRole('textbox', { name: 'Requests per second' }).fill('2.5');
    await page.getByText('Asked for load carbon 2.5.').waitFor();
    await question.click();
    await page.getByRole('option', { name: /trace of it/ }).click();
    await page.getByRole('button', { name: 'Choose a Trace…' }).click();
    await page.getByRole('rowheader', { name: 'linear' }).waitFor();
  });

  it('a part’s card links to its sources', async () => {
    const page = await pages.open();
    await openTab(page, 'Part');
    const link = page.getByRole('link', { name: 'arXiv 2605.23918' });
    assert.equal(await link.getAttribute('href'), 'https://arxiv.org/abs/2605.23918');
  });
});
