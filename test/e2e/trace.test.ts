import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { formatQuantity } from '../../src/core/units/format';
import { printed } from './command-line';
import { eventually, Workbench } from './workbench';

const TRACE = 'traces/llama-step.pt.trace.json.gz';
const ENDLESS = 'traces/endless.pt.trace.json.gz';

/** A trace that takes minutes to read on any machine, and little room: blanks, packed to a thousandth, over and over. */
const writeEndless = async (path: string): Promise<void> => {
  const beginning = gzipSync('{"traceEvents":[\n');
  const blanks = gzipSync(' '.repeat(2 ** 24));
  const file = await open(path, 'w');
  await file.write(beginning);
  for (let i = 0; i < 5_000; i++) await file.write(blanks);
  await file.write(gzipSync(']}'));
  await file.close();
};

describe('a trace in VS Code', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ extensionDevelopmentPath: process.cwd() });
  });
  after(() => workbench.close());

  it('opens in its own editor, with the numbers of the command line', async () => {
    await workbench.openFile(TRACE);
    const report = await workbench.report('llama-step.pt.trace.json.gz');
    const { ranks } = await printed('trace', join(workbench.folder, TRACE), '--json');
    const [rank] = ranks;
    const [kernel] = rank?.kernels ?? [];
    assert.ok(rank?.temporal !== undefined && kernel !== undefined);
    await report.getByRole('tab', { name: 'Kernels' }).click();
    const row = report.getByRole('table', { name: 'Kernels' }).locator('tr', { hasText: kernel.name });
    assert.ok((await row.first().innerText()).includes(formatQuantity(kernel.sum, 's')));
    await report.getByRole('tab', { name: 'Idle' }).click();
    const span = `Of ${formatQuantity(rank.temporal.kernelTime, 's')} between its first start and its last end`;
    await report.getByText(span).waitFor();
  });

  it('leaves the keyboard to a question about it', async () => {
    const { page } = workbench;
    await workbench.command('Wattlens: What If: Change Hardware…');
    await workbench.step('1/3');
    await workbench.settled();
    await page.keyboard.type('H200 SXM');
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await eventually('the list of what was typed', async () =>
      (await rows.count()) === 1 ? true : undefined,
    );
    assert.match(await rows.innerText(), /NVIDIA H200 SXM/);
    await page.keyboard.press('Escape');
  });

  it('is drawn event by event, with the arrow from a launch to its kernel', async () => {
    await workbench.openFile(TRACE);
    const report = await workbench.report('llama-step.pt.trace.json.gz');
    await report.getByRole('tab', { name: 'Timeline', exact: true }).click();
    await report.getByText(/^In view: 29\.90 ms from 0 s to 29\.90 ms of 29\.90 ms, 228 events/).waitFor();
    await eventually('events on the canvas', async () => {
      const shades = await report.evaluate<number>(
        "new Set(document.querySelector('.timeline-canvas').getContext('2d').getImageData(0, 0, 600, 200).data).size",
      );
      return shades > 10 || undefined;
    });
    await report.getByRole('textbox', { name: 'Search events' }).fill('flash_fwd');
    const selected = report.getByRole('region', { name: 'Selected event' });
    await selected.getByRole('button', { name: 'cudaLaunchKernel' }).waitFor();
    await workbench.settled();
    await workbench.screenshot('timeline');
    await selected.getByRole('button', { name: 'cudaLaunchKernel' }).click();
    // No column keeps it: the file is read again.
    await selected.getByText('cbid', { exact: true }).waitFor();
  });

  it('is read with progress, and the reading can be cancelled', async () => {
    await writeEndless(join(workbench.folder, ENDLESS));
    await workbench.openFile(ENDLESS);
    const reading = await workbench.reading('endless.pt.trace.json.gz');
    await reading.getByText('Cancel', { exact: true }).click();
    await reading.getByText('The reading was cancelled.').waitFor();
  });
});
