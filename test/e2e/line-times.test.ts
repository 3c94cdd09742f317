import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { MODEL, traceOfProgram, TRAIN } from '../support/profiled-program';
import { eventually, Workbench } from './workbench';

const NAME = 'program.pt.trace.json';

/** In the page: what VS Code draws behind the lines of the editors that are seen. */
const DRAWN = `[...document.querySelectorAll('.monaco-editor .view-line span')]
  .map((span) => getComputedStyle(span, '::after').content)
  .filter((content) => content.includes('host'))`;

describe('the times of a trace beside the code', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ extensionDevelopmentPath: process.cwd() });
    const folder = join(workbench.folder, 'program');
    await mkdir(folder);
    await writeFile(join(folder, 'model.py'), MODEL);
    await writeFile(join(folder, 'train.py'), TRAIN);
    await writeFile(join(folder, NAME), traceOfProgram(30));
  });
  after(() => workbench.close());

  it('are a click away from a row, and drawn behind the line', async () => {
    await workbench.openFile(`program/${NAME}`);
    const report = await workbench.report(NAME);
    await workbench.command('Wattlens: Toggle Times beside the Code');
    await report.getByRole('tab', { name: 'Stacks' }).click();
    const functions = report.getByRole('table', { name: 'Python functions, wherever they are called from' });
    await functions.getByRole('button', { name: 'model.py' }).click();
    const line = workbench.page.locator('.monaco-editor .view-line', { hasText: 'def forward' });
    await line.first().waitFor();
    const drawn = await eventually('the times', async () => {
      const texts = await workbench.page.evaluate<readonly string[]>(DRAWN);
      return texts.length === 2 ? texts : undefined;
    });
    // The function of line 2, then the call of line 3.
    assert.match(drawn[0] ?? '', /device 30\.0 µs · host 50\.0 µs · .* CO2e per step/);
    assert.match(drawn[1] ?? '', /device 30\.0 µs · host 20\.0 µs · /);
    await workbench.screenshot('line-times');
  });

  it('tell more when pointed at', async () => {
    const { page } = workbench;
    await page.locator('.monaco-editor .view-line', { hasText: 'return linear' }).first().hover();
    const hover = page.locator('.monaco-hover:visible', { hasText: 'aten::linear' });
    await hover.first().waitFor();
    assert.match(await hover.first().innerText(), /per step/);
  });
});
