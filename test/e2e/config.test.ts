import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { formatCount, formatNumber, formatQuantity } from '../../src/core/units/format';
import { printed } from './command-line';
import { eventually, Workbench } from './workbench';

const CONFIG = 'configs/llama-8b/config.json';

/** The headline number under a label. */
const tile = (report: Frame, label: string) =>
  report.locator('.tile', { has: report.getByText(label, { exact: true }) });

const tileSays = (report: Frame, label: string, text: string) =>
  eventually(`${label} to be ${text}`, async () =>
    (await tile(report, label).innerText()).includes(text) ? text : undefined,
  );

describe('a model config in VS Code', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ extensionDevelopmentPath: process.cwd() });
    await workbench.openFile(CONFIG);
  });
  after(() => workbench.close());

  const estimateOf = (...flags: readonly string[]) =>
    printed('estimate', join(workbench.folder, CONFIG), ...flags, '--json');

  it('has a lens with its numbers', async () => {
    const lens = workbench.page.locator('.codelens-decoration');
    await lens.waitFor();
    const { throughput } = await estimateOf('--on', 'h100');
    const text = await lens.innerText();
    assert.ok(text.includes('8.03 billion'), text);
    assert.ok(text.includes(`${formatNumber(throughput.unitsPerSecond)} tokens/s`), text);
  });

  it('shows the numbers of the command line in its report', async () => {
    await workbench.command('Wattlens: Analyze File');
    const report = await workbench.report('config.json');
    const inspection = await printed('inspect', join(workbench.folder, CONFIG), '--json');
    const { memory, latency, throughput, energy } = await estimateOf('--on', 'h100');
    await tileSays(report, 'Parameters', formatCount(inspection.parameters.total));
    await tileSays(report, 'Memory', formatQuantity(memory.total, 'B'));
    await tileSays(report, 'Time to first token', formatQuantity(latency.ttft, 's'));
    await tileSays(report, 'Time per output token', formatQuantity(latency.tpot, 's'));
    await tileSays(report, 'Throughput', `${formatNumber(throughput.unitsPerSecond)} tokens/s`);
    await tileSays(report, 'Energy per token', formatQuantity(energy.joulesPerUnit, 'J'));
  });

  it('answers a what-if asked by keyboard alone, with a step back', async () => {
    const { keyboard } = workbench.page;
    await workbench.command('Wattlens: What If: Change Hardware');
    await workbench.step('1/6');
    await workbench.choose('mi300x');
    await workbench.step('2/6');
    await keyboard.press('Control+Alt+Minus');
    await workbench.step('1/6');
    await workbench.choose('mi300x');
    await workbench.answer('2/6', '2');
    // Two of them bring a question: how the model is divided.
    await workbench.choose('PP 2', '3/7');
    await workbench.choose('fp8', '4/7');
    await workbench.answer('5/7', '16');
    await workbench.answer('6/7', '1024 256');
    await workbench.choose('France', '7/7');
    const told = await workbench.notification('mi300x');
    assert.match(told, /1 × h100-sxm5 → 2 × mi300x: [\d.]+× tokens\/s/);
    const flags = '--on mi300x:2 --pp 2 --dtype fp8 --batch 16 --input 1024 --output 256 --zone FR'.split(
      ' ',
    );
    const { throughput, latency } = await estimateOf(...flags);
    const report = await workbench.report('config.json');
    await tileSays(report, 'Throughput', `${formatNumber(throughput.unitsPerSecond)} tokens/s`);
    await tileSays(report, 'Time per output token', formatQuantity(latency.tpot, 's'));
  });

  it('survives a reload of the window, with the what-if', async () => {
    await workbench.reload();
    const report = await workbench.report('config.json');
    await tileSays(report, 'Throughput', '2 × AMD Instinct MI300X');
  });

  it('copies a command line that prints the same numbers', async () => {
    const report = await workbench.report('config.json');
    await report.getByText('Copy as Command').click();
    const line = await eventually('the command line', async () => {
      const text = await workbench.page.evaluate<string>('navigator.clipboard.readText()');
      return text.startsWith('wattlens ') ? text : undefined;
    });
    assert.match(
      line,
      /^wattlens estimate configs\/llama-8b\/config\.json --on mi300x:2 --dtype fp8 --batch 16 --input 1024 --output 256 --pp 2 /,
    );
    const { throughput } = await estimateOf(...line.split(' ').slice(3));
    await tileSays(report, 'Throughput', `${formatNumber(throughput.unitsPerSecond)} tokens/s`);
  });

  it('sets chosen accelerators side by side', async () => {
    const { page } = workbench;
    await workbench.command('Wattlens: Compare Hardware');
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: 'NVIDIA L4' }).first();
    await page.locator('.quick-input-widget .quick-input-filter input').fill('l4');
    await row.click();
    await page.keyboard.press('Enter');
    const report = await workbench.report('config.json');
    await report.getByRole('tab', { name: 'Hardware', exact: true }).click();
    await report.getByRole('row', { name: /NVIDIA L4/ }).waitFor();
    await report.getByRole('tab', { name: 'Overview', exact: true }).click();
  });

  it('follows an edit of the file', async () => {
    const { keyboard } = workbench.page;
    await workbench.focusLine('num_hidden_layers');
    await workbench.replace('"num_hidden_layers": 32', '"num_hidden_layers": 16');
    const report = await workbench.report('config.json');
    await eventually('half the layers', async () =>
      (await report.locator('body').innerText()).includes('16 layers') ? true : undefined,
    );
    await keyboard.press('Control+Z');
  });

  it('breaks no content security policy', () => {
    assert.deepEqual(workbench.breaches, []);
  });
});
