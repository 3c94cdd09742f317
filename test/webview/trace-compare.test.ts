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

const compared = async (): Promise<Page> => {
  const page = await pages.open({ state: 'trace' });
  await openTab(page, 'Compare');
  await page.getByRole('button', { name: 'Compare with Another Trace…' }).click();
  await page.locator('vscode-panel-view:visible figure.chart').waitFor();
  await settle(page);
  return page;
};
const rows = (page: Page, title: string): Promise<string[]> =>
  page
    .getByRole('table', { name: title, exact: true })
    .locator('tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent).join(' | ')));

describe('the Compare page', () => {
  it('asks for the other trace first', async () => {
    const page = await pages.open({ state: 'trace' });
    await openTab(page, 'Compare');
    await page.getByText('Choose the trace of another run').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Copy Comparison as Markdown' }).isVisible(), false);
  });

  it('says in words, bars and tables what changed', async () => {
    const page = await compared();
    // 40.2 + 168 + 33.8 ms before; 18.1 + 171 + 33.8 ms after.
    assert.equal(
      await page.locator('vscode-panel-view:visible .summary').innerText(),
      '242 ms of device time before, 223 ms after (−7.9 %). Kernels: 1 added, 1 removed, 1 slower. ' +
        'The largest difference is softmax_warp_forward: −40.2 ms.',
    );
    assert.ok(await page.getByText('The traces have 3 and 4 steps').isVisible());
    assert.deepEqual((await rows(page, 'Kernels')).slice(0, 2), [
      'softmax_warp_forward | removed | −40.2 ms | 40.2 ms | 0 s | 32 | 0',
      'flash_fwd_kernel | added | +18.1 ms | 0 s | 18.1 ms | 0 | 32',
    ]);
    assert.equal((await rows(page, 'Operators by input shapes')).length, 3);
  });

  it('sorts by the difference, not by its text', async () => {
    const page = await compared();
    const table = page.getByRole('table', { name: 'Kernels', exact: true });
    await table.getByRole('button', { name: 'Difference' }).click();
    assert.match((await rows(page, 'Kernels'))[0] ?? '', /^flash_fwd_kernel/);
    await table.getByRole('button', { name: 'Difference' }).click();
    assert.match((await rows(page, 'Kernels'))[0] ?? '', /^softmax_warp_forward/);
  });

  it('copies itself as Markdown', async () => {
    const page = await compared();
    await page.getByRole('button', { name: 'Copy Comparison as Markdown' }).click();
    await page.getByText('Copied the comparison as Markdown.').waitFor();
  });

  it('is shown by itself when another trace was chosen elsewhere', async () => {
    const page = await pages.open({ state: 'trace' });
    await page.evaluate(() => window.stub.show('compared'));
    await page.getByRole('tab', { name: 'Compare', selected: true }).waitFor();
    await openTab(page, 'Overview');
    await page.evaluate(() => window.stub.show('compared'));
    await settle(page);
    assert.ok(await page.getByRole('tab', { name: 'Overview', selected: true }).isVisible());
  });

  it('is there at once where the page opens with a comparison', async () => {
    const page = await pages.open({ state: 'compared' });
    await page.getByRole('table', { name: 'Kernels', exact: true }).waitFor();
    const asked = await page.evaluate(() =>
      window.stub.calls.filter(({ method }) => method === 'comparison'),
    );
    assert.equal(asked.length, 1);
  });

  it('says why traces could not be compared', async () => {
    const page = await pages.open({ state: 'trace' });
    await page.evaluate(() => window.stub.refuse('comparison', 'The analysis thread ended.'));
    await openTab(page, 'Compare');
    await page.getByRole('button', { name: 'Compare with Another Trace…' }).click();
    await page.getByRole('alert').filter({ hasText: 'The analysis thread ended.' }).waitFor();
  });
});
