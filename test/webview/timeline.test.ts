import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { ViewQuery } from '../../src/core/traces/timeline/view';
import { type Opening, openTab, settle, startPages, type TestPages } from './page';

let pages: TestPages;
before(async () => {
  pages = await startPages();
});
after(() => pages.close());

const open = async (opening: Opening = {}): Promise<Page> => {
  const page = await pages.open({ state: 'trace', ...opening });
  await openTab(page, 'Timeline');
  await page.locator('.timeline-canvas').waitFor();
  await lastQuery(page);
  return page;
};
const canvas = (page: Page): Locator => page.locator('.timeline-canvas');
const calls = <T>(page: Page, method: string): Promise<readonly T[]> =>
  page.evaluate(
    (wanted) => window.stub.calls.filter((call) => call.method === wanted).map(({ args }) => args[0]),
    method,
  ) as Promise<readonly T[]>;
/** What the page asked for last, once it asks no more. */
const lastQuery = async (page: Page): Promise<ViewQuery> => {
  for (let known = -1; ;) {
    await page.waitForTimeout(120);
    const asked = await calls<ViewQuery>(page, 'timelineView');
    const last = asked.at(-1);
    if (asked.length === known && last !== undefined) return last;
    known = asked.length;
  }
};
interface Range {
  readonly from: number;
  readonly to: number;
}
/** What is in view once nothing has moved for a while: then the page asks for its summary. */
const inView = async (page: Page): Promise<Range> => {
  await page.waitForTimeout(350);
  const last = (await calls<Range>(page, 'timelineSummary')).at(-1);
  assert.ok(last !== undefined);
  return last;
};
const span = ({ from, to }: Range): number => to - from;
const press = async (page: Page, ...keys: readonly string[]): Promise<void> => {
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(60);
  }
};
const details = (page: Page): Locator => page.getByRole('region', { name: 'Selected event' });
const heading = (page: Page): Locator => details(page).locator('h2');
const search = (page: Page): Locator => page.getByRole('textbox', { name: 'Search events' });
/** Of the kernels that the stub's trace has, in the dark theme. */
const COMPUTATION = '89,164,249';
const drawn = (page: Page): Promise<readonly string[]> =>
  canvas(page).evaluate((element: HTMLCanvasElement) => {
    const pixels = element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data ?? [];
    const found = new Set<string>();
    for (let i = 0; i < pixels.length; i += 4)
      if (pixels[i + 3] === 255) found.add(`${pixels[i]},${pixels[i + 1]},${pixels[i + 2]}`);
    return [...found];
  });

/** One event with more arguments than columns keep. */
const ODD = new TextEncoder().encode(
  JSON.stringify([
    {
      ph: 'X',
      cat: 'kernel',
      name: 'odd_kernel',
      ts: 1,
      dur: 5,
      pid: 0,
      tid: 7,
      args: {
        stream: 7,
        markup: '<img src=x onerror=alert(1)>',
        big: 'BIG',
        nested: {
          shapes: [
            [2, 3],
            [4096, 4096],
          ],
          note: 'x'.repeat(60),
        },
        long: 'word '.repeat(400),
      },
    },
  ]).replace('"BIG"', '18446744073709551615'),
);

describe('the timeline', () => {
  it('asks for what its pixels show, and draws it in the colours of the theme', async () => {
    const page = await open();
    const { columns, lanes } = await lastQuery(page);
    const width = await canvas(page).evaluate((element: HTMLCanvasElement) => element.width);
    assert.ok(columns >= width && columns <= 2 * width + 1, `${columns} columns for ${width} pixels`);
    assert.ok(lanes.length >= 4);
    assert.ok((await drawn(page)).includes(COMPUTATION));
    await page.evaluate(() => window.stub.setTheme('light'));
    await settle(page);
    const light = await drawn(page);
    assert.ok(light.includes('0,99,211') && !light.includes(COMPUTATION));
  });

  it('zooms and moves by W, S, A and D, and shows the whole again', async () => {
    const page = await open();
    const whole = await inView(page);
    await canvas(page).focus();
    await press(page, 'w', 'w', 'w', 'w', 'w', 'w', 'w', 'w');
    const near = await inView(page);
    assert.ok(Math.abs(span(near) * 1.3 ** 8 - span(whole)) < 10, `${span(near)} of ${span(whole)}`);
    await press(page, 'd', 'd', 'd', 'd');
    const right = await inView(page);
    assert.ok(right.from > near.from && Math.abs(span(right) - span(near)) < 1);
    await press(page, 'a', 'a', 'a', 'a', 'a', 'a');
    assert.ok((await inView(page)).from < near.from);
    await press(page, 's', 's', 's', 's');
    assert.ok(span(await inView(page)) > span(near));
    await press(page, 'Home');
    assert.deepEqual(await inView(page), whole);
  });

  it('begins with what ran, and shows a mark far behind it when asked again', async () => {
    const at = { pid: 1, tid: 1, name: 'work', cat: 'cpu_op' };
    const events = [
      { ...at, ph: 'X', ts: 0, dur: 1000 },
      { ...at, ph: 'X', ts: 1000, dur: 1000 },
      { ...at, ph: 'i', ts: 90_000, name: 'Record Window End', cat: '' },
    ];
    const page = await open({ trace: new TextEncoder().encode(JSON.stringify(events)) });
    const ran = await inView(page);
    assert.ok(ran.to > 2e6 && ran.to < 2.1e6, String(ran.to));
    await canvas(page).focus();
    await press(page, 'Home');
    const whole = await inView(page);
    assert.ok(whole.to > 90e6 && whole.to < 92e6, String(whole.to));
    await press(page, 'Home');
    assert.deepEqual(await inView(page), ran);
  });

  it('zooms about the pointer by wheel or pinch, and moves by wheel or swipe', async () => {
    const page = await open();
    const whole = await inView(page);
    const box = await canvas(page).boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x + box.width * 0.75, box.y + 60);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -900);
    await page.keyboard.up('Control');
    const near = await inView(page);
    assert.ok(Math.abs(span(near) / (span(whole) * Math.exp(-900 * 0.0028)) - 1) < 0.01, `${span(near)}`);
    // What was under the pointer stays there.
    assert.ok(Math.abs(near.from + 0.75 * span(near) - whole.from - 0.75 * span(whole)) < 0.01 * span(near));
    await page.mouse.wheel(400, 0);
    const moved = await inView(page);
    assert.ok(moved.from > near.from && Math.abs(span(moved) - span(near)) < 1);
  });

  it('moves with a drag, and zooms to what a drag with Shift marks', async () => {
    const page = await open();
    const whole = await inView(page);
    const box = await canvas(page).boundingBox();
    assert.ok(box !== null);
    const drag = async (from: number, to: number): Promise<void> => {
      await page.mouse.move(box.x + from * box.width, box.y + 150);
      await page.mouse.down();
      await page.mouse.move(box.x + ((from + to) / 2) * box.width, box.y + 150);
      await page.mouse.move(box.x + to * box.width, box.y + 150);
      await page.mouse.up();
    };
    await page.keyboard.down('Shift');
    await drag(0.4, 0.5);
    await page.keyboard.up('Shift');
    const near = await inView(page);
    assert.ok(Math.abs(span(near) / (0.1 * span(whole)) - 1) < 0.02, `${span(near)} of ${span(whole)}`);
    await drag(0.2, 0.8);
    assert.ok((await inView(page)).from < near.from);
  });

  it('goes through the matches of a search', async () => {
    const page = await open();
    await search(page).fill('FLASH_FWD');
    await page.getByText('1 of 6', { exact: true }).waitFor();
    await heading(page).filter({ hasText: 'flash_fwd_kernel' }).waitFor();
    const first = await lastQuery(page);
    await search(page).press('Enter');
    await page.getByText('2 of 6', { exact: true }).waitFor();
    assert.ok((await lastQuery(page)).from > first.from);
    await search(page).press('Shift+Enter');
    await page.getByText('1 of 6', { exact: true }).waitFor();
    await search(page).fill('no such name');
    await page.getByText('No event has that in its name.').waitFor();
  });

  it('selects with a click, tells the arguments, and follows the arrow to the launch', async () => {
    const page = await open();
    await search(page).fill('flash_bwd');
    await heading(page).filter({ hasText: 'flash_bwd' }).waitFor();
    await canvas(page).focus();
    await press(page, 'f', 'Escape');
    await details(page).getByText('Select an event to see').waitFor();
    const box = await canvas(page).boundingBox();
    assert.ok(box !== null);
    // F has put the match in the middle, on the first track below the head of its process.
    await page.mouse.click(box.x + box.width / 2, box.y + 24 + 9);
    await heading(page).filter({ hasText: 'flash_bwd' }).waitFor();
    const text = await details(page).innerText();
    assert.match(text, /Duration\s+400\.0 µs/);
    assert.match(text, /Grid\s+\[264, 1, 1\]/);
    assert.match(text, /launched by/);
    await details(page).getByRole('button', { name: 'Copy Event as Markdown' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Copied the event as Markdown.').waitFor();
    assert.deepEqual(await calls(page, 'copyEvent'), (await calls(page, 'timelineEvent')).slice(-1));
    await details(page).getByRole('button', { name: 'cudaLaunchKernel' }).click();
    await heading(page).filter({ hasText: 'cudaLaunchKernel' }).waitFor();
    assert.match(await details(page).innerText(), /launches\s+void flash_bwd/);
    await details(page).getByRole('button', { name: '_flash_attention_backward' }).waitFor();
  });

  it('adds the other arguments as the file has them, and says so', async () => {
    const page = await open({ trace: ODD });
    await canvas(page).focus();
    await press(page, 'ArrowRight');
    await heading(page).filter({ hasText: 'odd_kernel' }).waitFor();
    const list = details(page).locator('dl');
    await list.getByText('18446744073709551615').waitFor();
    await page.locator('.timeline [aria-live]').filter({ hasText: '4 more arguments.' }).waitFor();
    assert.match(
      await list.innerText(),
      /Stream\s+7[^]*markup\s+<img src=x onerror=alert\(1\)>[^]*nested\s+{\n  "shapes"/,
    );
    assert.equal(await list.locator('img').count(), 0);
    const more = list.getByRole('button', { name: 'Show all 2,000 characters of long' });
    await more.click();
    assert.ok((await list.innerText()).includes('word '.repeat(400).trim()));
    await list.getByRole('button', { name: 'Show less of long' }).click();
    await more.waitFor();
  });

  it('tells how far the reading of arguments is, ends it by Escape, and says why it failed', async () => {
    const page = await open({ trace: ODD });
    const waiting = details(page).getByRole('status');
    await page.evaluate(() => {
      const { askTrace } = window;
      window.askTrace = (method, args) =>
        method === 'timelineArguments' ? new Promise(() => undefined) : askTrace(method, args);
    });
    await canvas(page).focus();
    await press(page, 'ArrowRight');
    await waiting.getByText('Reading the other arguments from the file').waitFor();
    await page.evaluate(() => window.postMessage({ type: 'event', event: 'argumentsProgress', args: [0.4] }));
    await page.waitForFunction(
      () => document.querySelector<HTMLProgressElement>('.timeline-rest progress')?.value === 0.4,
    );
    await waiting.getByText('Cancel').focus();
    await page.keyboard.press('Escape');
    await waiting.getByText('The other arguments were not read.').waitFor();
    assert.equal((await calls(page, 'timelineCancelArguments')).length, 1);
    assert.match(await heading(page).innerText(), /odd_kernel/);
    await page.evaluate(() => window.stub.refuse('timelineArguments', 'the file has changed'));
    await waiting.getByText('Read Them').click();
    await waiting.getByText('The other arguments cannot be shown: the file has changed.').waitFor();
    await canvas(page).focus();
    await page.keyboard.press('Escape');
    await details(page).getByText('Select an event to see').waitFor();
    assert.ok(await waiting.isHidden());
  });

  it('goes from event to event by the arrow keys, and reads each out', async () => {
    const page = await open();
    const spoken = page.locator('.timeline [aria-live]');
    await canvas(page).focus();
    await press(page, 'ArrowRight');
    // The longest of the first track.
    await spoken
      .filter({ hasText: /^nvjet_tst_192x192.*, 800\.0 µs, at .*, level 1 of stream 7, launched by / })
      .waitFor();
    await press(page, 'ArrowRight');
    await spoken.filter({ hasText: /^void flash_bwd/ }).waitFor();
    await press(page, 'ArrowLeft');
    await spoken.filter({ hasText: /^nvjet_tst_192x192/ }).waitFor();
    await press(page, 'Escape');
    assert.equal(await spoken.innerText(), '');
  });

  it('goes into an operator and out of it, and offers its line of source', async () => {
    const page = await open();
    await search(page).fill('aten::linear');
    await heading(page).filter({ hasText: 'aten::linear' }).waitFor();
    await canvas(page).focus();
    await press(page, 'ArrowDown');
    await heading(page).filter({ hasText: 'aten::mm' }).waitFor();
    await press(page, 'ArrowUp', 'ArrowUp');
    await heading(page).filter({ hasText: 'nn.Module: LlamaForCausalLM_0' }).waitFor();
    await details(page).getByText('Open train.py:31').click();
    await page.waitForFunction(() => window.stub.calls.some(({ method }) => method === 'openCode'));
    assert.deepEqual(await calls(page, 'openCode'), [[{ file: 'train.py', line: 31 }]]);
  });

  it('closes and opens tracks by the keyboard', async () => {
    const page = await open();
    const levels = async (): Promise<number> =>
      (await lastQuery(page)).lanes.reduce((sum, { firstDepth, endDepth }) => sum + endDepth - firstDepth, 0);
    const thread = page.getByRole('button', { name: 'thread 4242 (python3)' });
    const height = (): Promise<number> =>
      page.locator('.timeline-content').evaluate((content) => content.getBoundingClientRect().height);
    const before = await height();
    await thread.focus();
    await page.keyboard.press('Enter');
    await page.locator('.timeline-track[aria-expanded=false]', { hasText: 'thread 4242' }).waitFor();
    assert.ok((await height()) < before);
    await page.getByRole('button', { name: 'GPU 0' }).click();
    await page.getByText('Collapse All').click();
    await page.getByText('Expand All').click();
    await settle(page);
    assert.equal(await height(), before);
    assert.ok((await levels()) > 8);
  });

  it('says in words and in a table what is in view', async () => {
    const page = await open();
    const summary = page.locator('.timeline .summary');
    await summary
      .filter({ hasText: /^In view: 29\.90 ms from 0 s to 29\.90 ms of 29\.90 ms, 228 events\./ })
      .waitFor();
    const rows = page.getByRole('table', { name: 'In view', exact: true }).locator('tbody tr');
    assert.equal(await rows.count(), 4);
    // 3 × (110 + 2 × 1250 + 30 + 2400 + 250) µs.
    assert.match(await rows.first().innerText(), /stream 7\s+48\s+15\.87 ms\s+53\.1 %/);
    await rows.first().getByRole('button').click();
    await heading(page).filter({ hasText: 'nvjet_tst_192x192' }).waitFor();
  });

  it('moves the window of the minimap with the mouse', async () => {
    const page = await open();
    const whole = await inView(page);
    const box = await page.locator('.timeline-minimap').boundingBox();
    assert.ok(box !== null);
    const at = (share: number) => [box.x + share * box.width, box.y + 20] as const;
    await page.mouse.move(...at(0.2));
    await page.mouse.down();
    await page.mouse.move(...at(0.4));
    await page.mouse.up();
    const chosen = await inView(page);
    assert.ok(Math.abs(span(chosen) / (0.2 * span(whole)) - 1) < 0.02, `${span(chosen)} of ${span(whole)}`);
    await page.mouse.move(...at(0.3));
    await page.mouse.down();
    await page.mouse.move(...at(0.6));
    await page.mouse.up();
    const moved = await inView(page);
    assert.ok(Math.abs(moved.from - chosen.from - 0.3 * span(whole)) < 0.02 * span(whole));
  });

  it('draws counters, instants and asynchronous spans, and tells them in words and tables', async () => {
    const of = { pid: 1, tid: 1 };
    const request = { ...of, name: 'request', cat: 'serving', id: 7 };
    const events = [
      { ...of, ph: 'X', name: 'run', ts: 0, dur: 1000 },
      { ...request, ph: 'b', ts: 100 },
      { ...request, ph: 'e', ts: 900 },
      { ...of, ph: 'i', name: 'first token', ts: 500, s: 't' },
      { ...of, ph: 'C', name: 'power', ts: 0, args: { watts: 400 } },
      { ...of, ph: 'C', name: 'power', ts: 500, args: { watts: 100 } },
    ];
    const page = await open({ trace: new TextEncoder().encode(JSON.stringify(events)) });
    for (const label of ['serving', 'instants', 'power'])
      await page.locator('.timeline-track', { hasText: label }).waitFor();
    await page
      .locator('.timeline .summary')
      .filter({ hasText: / power is between 100 and 400\.$/ })
      .waitFor();
    const counters = page.getByRole('table', { name: 'Counters in view' }).locator('tbody tr');
    assert.match(await counters.innerText(), /power\s+2\s+100\s+400\s+100/);
    const label = await page.locator('.timeline-track', { hasText: 'power' }).boundingBox();
    const box = await canvas(page).boundingBox();
    assert.ok(label !== null && box !== null);
    // Near its lower edge, below both of its values; near its upper one, below the greater.
    const isDrawn = (share: number, y: number): Promise<boolean> =>
      canvas(page).evaluate(
        (element: HTMLCanvasElement, [x, top]) =>
          (element.getContext('2d')?.getImageData(x * element.width, top, 1, 1).data[3] ?? 0) === 255,
        [share, label.y - box.y + y] as const,
      );
    assert.deepEqual(
      await Promise.all([isDrawn(0.25, 28), isDrawn(0.75, 28), isDrawn(0.25, 8), isDrawn(0.75, 8)]),
      [true, true, true, false],
    );
    await page.mouse.click(box.x + box.width * 0.75, label.y + 25);
    await heading(page).filter({ hasText: 'power' }).waitFor();
    assert.match(await details(page).innerText(), /Value\s+100/);
    await search(page).fill('token');
    await heading(page).filter({ hasText: 'first token' }).waitFor();
    assert.doesNotMatch(await details(page).innerText(), /Duration/);
    await search(page).fill('request');
    await heading(page).filter({ hasText: 'request' }).waitFor();
    assert.match(
      await details(page).innerText(),
      /Duration\s+800\.0 µs[^]*Kind\s+asynchronous spans \(serving\)/,
    );
  });

  it('says so where there is nothing to draw, and why it could not be laid out', async () => {
    const bare = await pages.open({ state: 'bare' });
    await openTab(bare, 'Timeline');
    await bare.getByText('The trace has no events with a time').waitFor();
    const page = await pages.open({ state: 'trace' });
    await page.evaluate(() => window.stub.refuse('timelineLayout', 'The analysis thread ended.'));
    await openTab(page, 'Timeline');
    await page.getByRole('alert').filter({ hasText: 'The analysis thread ended.' }).waitFor();
    await page.getByText('Try Again').click();
    await page.waitForFunction(
      () => window.stub.calls.filter(({ method }) => method === 'timelineLayout').length === 2,
    );
  });

  it('keeps within a narrow panel', async () => {
    const page = await open({ width: 380 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${overflow} pixels too wide`);
    await lastQuery(page);
    assert.ok((await drawn(page)).includes(COMPUTATION));
  });
});
