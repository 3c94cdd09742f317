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

const tile = (page: Page, label: string): Promise<string> =>
  page.locator('.tile', { has: page.locator('dt', { hasText: new RegExp(`^${label}$`) }) }).innerText();
const calls = (page: Page, method: string): Promise<readonly unknown[]> =>
  page.evaluate(
    (wanted) => window.stub.calls.filter((call) => call.method === wanted).map(({ args }) => args),
    method,
  );
const table = (page: Page, title: string): Locator => page.getByRole('table', { name: title });
/** What stands in the first column, from top to bottom. */
const heads = (page: Page, caption: string): Promise<string[]> =>
  table(page, caption).locator('tbody th').allInnerTexts();

describe('a model', () => {
  it('shows its headline numbers with their units', async () => {
    const page = await pages.open();
    // 8 requests × 128 tokens in 0.131 s + 128 × 6.52 ms = 0.96556 s.
    assert.equal(await tile(page, 'Parameters'), 'Parameters\n8.03 billion\n8,030,261,248');
    assert.equal(await tile(page, 'Memory'), 'Memory\n17.0 GB\nfits in 80.0 GB');
    assert.equal(await tile(page, 'Time to first token'), 'Time to first token\n131 ms\nTTFT');
    assert.equal(await tile(page, 'Throughput'), 'Throughput\n1,060 tokens/s\non 1 × H100 SXM');
    assert.equal(await tile(page, 'Energy per token'), 'Energy per token\n412 mJ\n618 mJ with host and PUE');
    // 47 + 5.1 µg a token, and a thousand of them; low 31 + 1.2, high 69 + 15.
    assert.equal(
      await tile(page, 'Carbon per 1,000 tokens'),
      'Carbon per 1,000 tokens\n52.1 mg CO2e\n32.2–84.0 mg CO2e · operational and embodied',
    );
  });

  it('says unknown where nothing is known, and never 0', async () => {
    const page = await pages.open();
    await openTab(page, 'Hardware');
    const row = table(page, 'The same workload').locator('tr', { hasText: 'TPU v5e' });
    const cells = await row.locator('td').allInnerTexts();
    assert.equal(cells[0], 'no, 1.00 GB too little');
    assert.equal(cells.filter((cell) => cell === 'unknown').length, 4);
    await openTab(page, 'Carbon');
    const embodied = table(page, 'Best estimate').locator('tr', { hasText: 'B200' }).locator('td').nth(1);
    assert.equal(await embodied.innerText(), 'unknown');
  });

  it('shows which input moves carbon most, as a chart, in words and as a table', async () => {
    const page = await pages.open();
    await openTab(page, 'Carbon');
    const chart = page.locator('figure', { hasText: 'What moves the carbon of 1 × H100 SXM most' });
    // 52.1 µg a token, a third less and more; in 9 of 10 draws a fifth.
    assert.equal(
      await chart.locator('.summary').innerText(),
      'Most moves grid.intensity: from 34.7 mg CO2e to 69.5 mg CO2e per 1,000 tokens. In 9 of 10 draws it is 41.7–62.5 mg CO2e per 1,000 tokens.',
    );
    await chart.locator('canvas[role=img]').focus();
    await page.keyboard.press('ArrowDown');
    assert.match(
      await chart.locator('[aria-live]').innerText(),
      /^grid.intensity: input at its low 34.7 mg CO2e per 1,000 tokens, input at its high 69.5 mg/,
    );
    const rows = table(page, 'Carbon with one input').locator('tbody tr');
    assert.deepEqual(await heads(page, 'Carbon with one input'), ['grid.intensity', 'hardware.lifetime']);
    assert.deepEqual(await rows.first().locator('td').allInnerTexts(), [
      '200 gCO2e/kWh',
      '400 gCO2e/kWh',
      '34.7 mg CO2e',
      '69.5 mg CO2e',
      '34.7 mg CO2e',
    ]);
    assert.match(
      await page.locator('vscode-panel-view:visible').innerText(),
      /seed 7; energy.it and hardware.held/,
    );
  });

  it('marks the best of each column by a sign and a word', async () => {
    const page = await pages.open();
    await openTab(page, 'Hardware');
    const best = await table(page, 'The same workload').locator('strong').allInnerTexts();
    assert.ok(
      best.some((text) => text.startsWith('★ 2,400 tokens/s') && text.includes('(best)')),
      best.join('; '),
    );
    assert.match(
      await page.locator('.summary:visible').innerText(),
      /^Best is 1 × B200 SXM with 2,400 tokens\/s, last 1 × L4/,
    );
  });
});

describe('a model in several stages', () => {
  it('tells what an accelerator of each holds', async () => {
    const page = await pages.open({ state: 'stages' });
    const rows = await table(page, 'Memory of one accelerator, by pipeline stage')
      .locator('tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent).join(' | ')));
    assert.deepEqual(rows, [
      '1 of 2 | 2 | 16 | 2,007,000,000 | 4.01 GB | 168 MB | 67.0 MB | 4.25 GB',
      '2 of 2 | 2 | 16 | 2,008,130,624 | 4.02 GB | 168 MB | 67.0 MB | 4.25 GB',
    ]);
  });
});

describe('a trace', () => {
  it('shows its span, busy and idle time, its findings and its notices', async () => {
    const page = await pages.open({ state: 'trace' });
    assert.equal(await tile(page, 'Span'), 'Span\n431 ms\n132,418 events');
    // 0.2505 + 0.0338 of 0.412 s.
    assert.equal(
      await tile(page, 'Device busy'),
      'Device busy\n69.0 %\n284 ms of 412 ms from its first event to its last',
    );
    assert.equal(
      await tile(page, 'Device idle'),
      'Device idle\n31.0 %\n128 ms of 412 ms from its first event to its last',
    );
    assert.match(await page.locator('.findings li').first().innerText(), /waits for the host during 31 %/);
    assert.match(
      await page.locator('.message.warning').innerText(),
      /^Warning: The file is cut off at byte 56,412,883/,
    );
  });

  it('has controls of What If where they change something, with what is in effect', async () => {
    const page = await pages.open({ state: 'trace' });
    const accelerator = page.getByRole('combobox', { name: 'Accelerator' });
    const shown = await accelerator.innerText();
    for (const title of ['Timeline', 'Kernels', 'Ranks']) {
      await openTab(page, title);
      assert.equal(await accelerator.count(), 0, title);
    }
    await openTab(page, 'Hardware');
    assert.equal(await accelerator.innerText(), shown);
    await openTab(page, 'Compare');
    assert.ok(!(await accelerator.isVisible()));
    await openTab(page, 'Overview');
    assert.ok(await accelerator.isVisible());
  });

  it('of the host alone tells what the host did, and nothing of an estimate', async () => {
    const page = await pages.open({ state: 'bare' });
    assert.deepEqual(await page.locator('.tile:visible dt').allInnerTexts(), [
      'Span',
      'Device',
      'Operators',
      'Profiler steps',
      'Recorded on',
    ]);
    assert.equal(await page.getByText('unknown').filter({ visible: true }).count(), 0);
    assert.ok(!(await page.getByRole('combobox', { name: 'Accelerator' }).isVisible()));
  });

  it('computes a page when it is first looked at, and no second time', async () => {
    const page = await pages.open({ state: 'trace' });
    assert.deepEqual(await calls(page, 'page'), []);
    await openTab(page, 'Kernels');
    await openTab(page, 'Idle');
    await openTab(page, 'Kernels');
    assert.deepEqual(await calls(page, 'page'), [['kernels'], ['idle']]);
  });

  it('has no controls for what only a model has', async () => {
    const page = await pages.open({ state: 'trace' });
    assert.equal(await page.locator('vscode-text-field', { hasText: 'Batch' }).count(), 0);
    assert.equal(await page.locator('vscode-text-field', { hasText: 'PUE' }).count(), 1);
  });
});

describe('a table', () => {
  const CAPTION = 'Totals over one pass';

  it('sorts by the keyboard and says how', async () => {
    const page = await pages.open();
    await openTab(page, 'Operators');
    const header = table(page, CAPTION).locator('th', { hasText: 'FLOPs' });
    assert.equal(await header.getAttribute('aria-sort'), 'none');
    await header.locator('button').focus();
    await page.keyboard.press('Enter');
    assert.equal(await header.getAttribute('aria-sort'), 'descending');
    assert.match((await heads(page, CAPTION))[0] ?? '', /^mlp\./);
    await page.keyboard.press('Space');
    assert.equal(await header.getAttribute('aria-sort'), 'ascending');
    assert.equal((await heads(page, CAPTION))[0], 'embed_tokens');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'FLOPs');
  });

  it('keeps its order and the open tab when the page is made anew', async () => {
    const page = await pages.open();
    await openTab(page, 'Operators');
    await table(page, CAPTION).locator('th button', { hasText: 'Operator' }).click();
    await page.reload();
    await settle(page);
    const header = table(page, CAPTION).locator('th', { hasText: 'Operator' });
    assert.equal(await header.getAttribute('aria-sort'), 'ascending');
    const saved = await page.evaluate(() => window.acquireVsCodeApi().getState());
    assert.equal(JSON.stringify(saved).includes('"uri":"file:///work/config.json"'), true);
  });

  it('shows the rows that match the filter', async () => {
    const page = await pages.open();
    await openTab(page, 'Operators');
    await page.locator('vscode-text-field', { hasText: 'Filter' }).locator('input').fill('Norm');
    assert.equal(new Set(await heads(page, CAPTION)).size, 2);
    assert.match(
      await page.locator('vscode-panel-view:visible [role=status]').innerText(),
      /^4 of 28 rows\.$/,
    );
  });
});

describe('the controls', () => {
  it('are those that act on the model', async () => {
    const names = ['Batch (requests)', 'Input (tokens)', 'Output (tokens)', 'Images (per prompt)'];
    const more = ['Frames (of a video)', 'Steps (denoising)', 'Input tokens (values)', 'Output tokens'];
    const shown = async (state: string): Promise<readonly string[]> => {
      const page = await pages.open({ state });
      await openTab(page, 'Sweep');
      const visible = await Promise.all(
        [...names, ...more].map(async (name) => ({
          name,
          is: await page.getByRole('textbox', { name, exact: true }).isVisible(),
        })),
      );
      return visible.filter(({ is }) => is).map(({ name }) => name);
    };
    assert.deepEqual(await shown('model'), [
      ...['Batch (requests)', 'Input (tokens)', 'Output (tokens)'],
      ...['Input tokens (values)', 'Output tokens'],
    ]);
    assert.deepEqual(await shown('video'), ['Batch (requests)', 'Frames (of a video)', 'Steps (denoising)']);
  });

  it('ask the host for what is typed, once, and show its answer', async () => {
    const page = await pages.open();
    const batch = page.locator('vscode-text-field', { hasText: 'Batch' }).locator('input');
    await batch.fill('3');
    await batch.pressSequentially('2');
    await page.waitForFunction(() => window.stub.calls.some(({ method }) => method === 'setDeployment'));
    assert.deepEqual(await calls(page, 'setDeployment'), [[{ batch: 32 }]]);
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Batch (requests)');
  });

  it('say what is wrong with a number and send nothing', async () => {
    const page = await pages.open();
    const pue = page.locator('.labelled', { has: page.locator('vscode-text-field', { hasText: 'PUE' }) });
    await pue.locator('input').fill('0.9');
    assert.equal(await pue.getByRole('alert').innerText(), 'A number, at least 1.00.');
    await page.waitForTimeout(400);
    assert.deepEqual(await calls(page, 'setDeployment'), []);
  });

  it('change the accelerator by the keyboard', async () => {
    const page = await pages.open();
    await page.getByRole('combobox', { name: 'Accelerator' }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('main')?.textContent.includes('on 1 × A100'));
    assert.deepEqual(await calls(page, 'setDeployment'), [[{ accelerator: 'a100-sxm4-80' }]]);
    assert.match(await tile(page, 'Throughput'), /598 tokens\/s/);
  });

  it('find a grid zone by typing', async () => {
    const page = await pages.open();
    const zone = page.getByRole('combobox', { name: 'Grid zone' });
    await zone.fill('fran');
    await page.getByRole('option', { name: /France/ }).waitFor();
    assert.equal(await zone.getAttribute('aria-expanded'), 'true');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.stub.calls.some(({ method }) => method === 'setDeployment'));
    assert.deepEqual(await calls(page, 'setDeployment'), [[{ zone: 'FR' }]]);
    assert.equal(await zone.inputValue(), 'France');
  });

  it('group the operators', async () => {
    const page = await pages.open();
    await openTab(page, 'Operators');
    await page.getByRole('combobox', { name: 'Group by' }).click();
    await page.getByRole('option', { name: 'phase' }).click();
    await page.waitForFunction(() => window.stub.calls.some(({ method }) => method === 'setGrouping'));
    assert.deepEqual(await calls(page, 'setGrouping'), [['phase']]);
  });

  it('copy and export, and say so', async () => {
    const page = await pages.open();
    const status = page.locator('#root > header [role=status]');
    await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    await page.waitForFunction(() => document.body.innerText.includes('Copied the report as Markdown.'));
    await page.getByRole('button', { name: 'Export HTML…' }).click();
    await page.waitForFunction(() => document.body.innerText.includes('Exported to report.html.'));
    assert.equal(await status.innerText(), 'Exported to report.html.');
  });
});

describe('errors', () => {
  it('of the host are shown, and the controls go back to what is in effect', async () => {
    const page = await pages.open();
    await page.evaluate(() => window.stub.refuse('setDeployment', 'No part is called that.'));
    const count = page.locator('vscode-text-field', { hasText: 'Count' }).locator('input');
    await count.fill('4');
    await page.getByRole('alert').filter({ hasText: 'No part is called that.' }).waitFor();
    assert.equal(await count.inputValue(), '1');
    assert.match(await tile(page, 'Parameters'), /8\.03 billion/);
  });

  it('of a file are shown with their place, which can be opened', async () => {
    const page = await pages.open({ state: 'failed' });
    const text = await page.locator('main').innerText();
    assert.match(text, /The object that begins here is never closed; a } is missing\./);
    assert.match(text, /Line 12, column 3\./);
    await page.getByRole('button', { name: 'Open as Text' }).click();
    assert.deepEqual(await calls(page, 'openSource'), [[{ line: 12, column: 3 }]]);
  });

  it('in a message from outside are shown and change nothing', async () => {
    const page = await pages.open();
    await page.evaluate(() => {
      window.postMessage(
        { type: 'event', event: 'stateChanged', args: [{ status: 'broken' }] },
        location.origin,
      );
      window.postMessage('noise', location.origin);
    });
    await page
      .getByRole('alert')
      .filter({ hasText: 'The event stateChanged has an unexpected form.' })
      .waitFor();
    assert.match(await tile(page, 'Parameters'), /8\.03 billion/);
  });
});

describe('states', () => {
  it('of reading show progress and can be cancelled', async () => {
    const page = await pages.open({ state: 'loading' });
    assert.match(await page.locator('main').innerText(), /Reading huge\.pt\.trace\.json, 1\.31 of 5\.02 GB/);
    await page.evaluate(() => window.stub.progress(0.5));
    await page.waitForFunction(() => document.querySelector('progress')?.value === 0.5);
    await page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await calls(page, 'cancel')).length, 1);
    await page.evaluate(() => window.stub.show('trace'));
    await page.waitForFunction(() => document.querySelector('.tiles') !== null);
    assert.equal(await page.locator('h1').innerText(), 'train-step.pt.trace.json.gz');
  });

  it('without an estimate say so in every tab', async () => {
    const page = await pages.open({ state: 'empty' });
    assert.match(await tile(page, 'Throughput'), /unknown/);
    const expected = {
      Operators: 'No operators were found.',
      Hardware: 'no accelerator has an estimate',
      Carbon: 'No accelerator has an estimate.',
      Assumptions: 'Nothing was assumed.',
    };
    for (const [title, words] of Object.entries(expected)) {
      await openTab(page, title);
      const text = await page.locator('vscode-panel-view:visible').innerText();
      assert.ok(text.includes(words), `${title}: ${text}`);
    }
  });

  it('with hostile names show them as text', async () => {
    const page = await pages.open({ state: 'hostile' });
    assert.match(await page.locator('h1').innerText(), /^<img src=x onerror=/);
    for (const title of ['Operators', 'Hardware', 'Carbon', 'Assumptions']) await openTab(page, title);
    await openTab(page, 'Operators');
    assert.ok((await heads(page, 'Totals over one pass')).includes('<img src=x onerror="window.hacked=1">'));
    assert.equal(await page.locator('#root img, #root script, #root b').count(), 0);
    assert.equal(await page.evaluate(() => 'hacked' in window), false);
  });
});
