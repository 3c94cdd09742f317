import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { openTab, settle, startPages } from './page';
import type { TestPages } from './page';

let pages: TestPages;
before(async () => {
  pages = await startPages();
});
after(() => pages.close());

const openPage = async (title: string, state = 'trace'): Promise<Page> => {
  const page = await pages.open({ state });
  await openTab(page, title);
  await page
    .locator('vscode-panel-view:visible [role=status]', { hasText: 'Computing' })
    .waitFor({ state: 'detached' });
  await settle(page);
  return page;
};
const table = (page: Page, title: string): Locator => page.getByRole('table', { name: title });
const heads = (page: Page, title: string): Promise<string[]> =>
  table(page, title)
    .locator('tbody th')
    .evaluateAll((cells) => cells.map((cell) => cell.firstChild?.textContent ?? ''));
const summaries = (page: Page): Promise<string[]> => page.locator('.summary:visible').allInnerTexts();

describe('the pages of a trace', () => {
  it('show kernels by time with their units', async () => {
    const page = await openPage('Kernels');
    const names = await heads(page, 'Kernels');
    assert.match(names[0] ?? '', /^sm90_xmma_gemm/);
    const cells = await table(page, 'Kernels')
      .locator('tr', { hasText: 'flash_bwd' })
      .locator('td')
      .allInnerTexts();
    // 38.4 ms in 32 calls.
    assert.deepEqual(cells.slice(0, 4), ['computation', '32', '38.4 ms', '1.20 ms']);
    // 171 ms of 252.9 ms.
    assert.match((await summaries(page))[0] ?? '', /^253 ms in all.*with 67\.6 %\.$/);
  });

  it('say why a stream stands still', async () => {
    const page = await openPage('Idle');
    const [device, streams] = await summaries(page);
    assert.match(device ?? '', /60\.8 % compute, 8\.2 % only communicate or copy, 31\.0 % are idle/);
    // 92.4 ms of 470.1 ms.
    assert.match(streams ?? '', /add up to 470 ms; in 19\.7 % of that the host had not launched/);
    assert.ok(await page.getByText('4,112 of 9,012 launches take longer').isVisible());
  });

  it('tell hidden from exposed communication, and unknown sizes', async () => {
    const page = await openPage('Communication');
    assert.deepEqual(await summaries(page), [
      'Of 41.1 ms of communication, 17.8 % runs under computation; 33.8 ms are exposed.',
    ]);
    const broadcast = table(page, 'Collectives').locator('tr', { hasText: 'Broadcast' }).locator('td');
    assert.equal(await broadcast.nth(1).innerText(), 'unknown');
  });

  it('draw memory over time, and read it out point by point', async () => {
    const page = await openPage('Memory');
    const canvas = page.locator('canvas[role=img]:visible');
    assert.match(
      (await canvas.getAttribute('aria-label')) ?? '',
      /^GPU0: memory over time\. The peak is 2\d\.\d GB at 302 ms/,
    );
    await canvas.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    // 20 GB + 8 GB × sin(0.002 × 26) × 0.502.
    assert.equal(
      await page.locator('.chart [aria-live]:visible').innerText(),
      'at 2.00 ms: allocated 20.2 GB, reserved 30.0 GB',
    );
    assert.deepEqual(await heads(page, 'GPU0: who holds the peak'), ['aten::empty', 'no operator']);
  });

  it('sort by numbers, not by their texts', async () => {
    const page = await openPage('Steps');
    await page.getByRole('button', { name: 'Time', exact: true }).click();
    assert.deepEqual(await heads(page, 'Steps'), ['5', '3', '4']);
  });

  it('open trees row by row by the keyboard, all at once, and sorted', async () => {
    const page = await openPage('Modules');
    const TREE = 'Modules and those they call';
    assert.deepEqual(await heads(page, TREE), [
      'LlamaForCausalLM_0',
      'LlamaModel_0',
      'LlamaDecoderLayer_0',
      'LlamaDecoderLayer_1',
      'LlamaDecoderLayer_2',
      'LlamaDecoderLayer_3',
    ]);
    const layer = page.getByRole('button', { name: 'LlamaDecoderLayer_1' });
    await layer.focus();
    await page.keyboard.press('Enter');
    assert.equal(await layer.getAttribute('aria-expanded'), 'true');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'LlamaDecoderLayer_1');
    assert.equal((await heads(page, TREE)).length, 8);
    await table(page, TREE).locator('th button', { hasText: 'Device total' }).click();
    assert.deepEqual((await heads(page, TREE)).slice(3, 6), [
      'LlamaDecoderLayer_1',
      'LlamaMLP_1',
      'LlamaAttention_1',
    ]);
    await page.getByRole('button', { name: 'Expand All' }).click();
    assert.equal((await heads(page, TREE)).length, 18);
    await page.getByRole('button', { name: 'Collapse All' }).click();
    assert.deepEqual(await heads(page, TREE), ['LlamaForCausalLM_0']);
    const filter = page.getByRole('textbox', { name: 'Filter' });
    await filter.fill('attention_1');
    await page.getByText('4 of 18 rows shown.').waitFor();
    assert.deepEqual(await heads(page, TREE), [
      'LlamaForCausalLM_0',
      'LlamaModel_0',
      'LlamaDecoderLayer_1',
      'LlamaAttention_1',
    ]);
    await filter.fill('no such module');
    await page.getByText('No row matches the filter.').waitFor();
    await filter.fill('');
    await page.getByText('1 of 18 rows shown.').waitFor();
  });

  it('tell what launches nothing from what is not known', async () => {
    const page = await openPage('Operators');
    const cells = table(page, 'Totals over the whole trace')
      .locator('tr', { hasText: 'cudaDeviceSynchronize' })
      .locator('td');
    assert.deepEqual(await cells.allInnerTexts(), ['synchronisation', '2', '–', '92.2 ms', '–']);
  });

  it('show operators by the shapes of their inputs', async () => {
    const page = await openPage('Operators');
    await page.getByRole('button', { name: 'aten::mm', exact: true }).click();
    const names = await heads(page, 'Self and total times of operators');
    assert.deepEqual(names.slice(0, 3), [
      'aten::mm',
      '[[8192, 4096], [4096, 14336]]',
      '[[8192, 14336], [14336, 4096]]',
    ]);
  });

  it('name what bounds the critical path', async () => {
    const page = await openPage('Critical path');
    // 240 of 398 ms.
    assert.match(
      (await summaries(page))[0] ?? '',
      /takes 398 ms\. Most of it is bound by computation: 60\.3 %\.$/,
    );
  });

  it('set the ranks of a folder side by side, and show another', async () => {
    const page = await openPage('Ranks', 'ranks');
    const [computing, waiting] = await summaries(page);
    // 4 × 500 and 4 × 700 µs.
    assert.match(
      computing ?? '',
      /^The ranks compute between 2\.00 ms and 2\.80 ms, the longest 40\.0 % more/,
    );
    // Rank 0 waits for 200 of 350 µs, rank 1 for none of 150.
    assert.match(
      waiting ?? '',
      /^40\.0 % of all communication is waiting.*; the others wait most for rank 1\.$/,
    );
    const cells = await table(page, 'Between ranks').locator('tbody tr').allInnerTexts();
    assert.deepEqual(
      cells.map((text) => text.split(/\t|\n/).map((cell) => cell.trim())),
      [
        ['0', '600 µs', '800 µs', '0'],
        ['1', '600 µs', '0 s', '4'],
      ],
    );
    await page.getByRole('combobox', { name: 'Rank' }).click();
    await page.getByRole('option', { name: /^Rank 1/ }).click();
    await page.waitForFunction(() => window.stub.calls.some(({ method }) => method === 'chooseRank'));
  });

  it('say so where a trace has nothing of a kind', async () => {
    const expected = {
      Kernels: 'Nothing ran on a device',
      Idle: 'Nothing ran on a device',
      Communication: 'No device communicates',
      Memory: 'no memory events',
      Steps: 'neither steps of the profiler nor operators',
      Modules: 'names no modules',
      Stacks: 'no Python stacks',
      'Critical path': 'no operators or launches',
      Operators: 'no operators of a framework',
    };
    const page = await pages.open({ state: 'bare' });
    for (const [title, words] of Object.entries(expected)) {
      await openTab(page, title);
      await page.locator('vscode-panel-view:visible', { hasText: words }).waitFor();
    }
  });

  it('say why a page could not be computed, and try again', async () => {
    const page = await pages.open({ state: 'trace' });
    await page.evaluate(() => window.stub.refuse('page', 'The analysis thread ended.'));
    await openTab(page, 'Stacks');
    await page.getByRole('alert').filter({ hasText: 'The analysis thread ended.' }).waitFor();
    await page.getByRole('button', { name: 'Try Again' }).click();
    await page.waitForFunction(
      () => window.stub.calls.filter(({ method }) => method === 'page').length === 2,
    );
  });
});
