/** Runs the suite in `out/host` inside a real VS Code, in Chromium. */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { REPORT_MARK } from '../../test/host/report-mark';
import { launchChromium } from './chromium';
import { startVsCode } from './server';
import { copyWorkspace } from './workspace';

const LIMIT_SECONDS = 300;

/** The console of the window, of which mocha's report is shown and the rest is kept for failures. */
const showReport = () => {
  const log = createWriteStream('out/host-tests.log');
  return (type: string, args: readonly unknown[]): void => {
    const text = format(...args);
    if (type === 'info' && text.startsWith(REPORT_MARK)) console.log(text.slice(REPORT_MARK.length));
    else log.write(`${type}: ${text}\n`);
  };
};

const main = async (): Promise<number> => {
  const root = process.cwd();
  const workspace = await copyWorkspace();
  const browser = await launchChromium();
  const code = await startVsCode({
    workspace: workspace.folder,
    extensionDevelopmentPath: root,
    testsPath: join(root, 'out/host/index.js'),
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 1400, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const ended = new Promise<number>((resolve, reject) => {
      setTimeout(
        () => reject(new Error(`the tests did not end within ${LIMIT_SECONDS} s`)),
        LIMIT_SECONDS * 1000,
      ).unref();
      page.once('crash', () => reject(new Error('the page crashed')));
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    await page.exposeFunction('codeAutomationLog', showReport());
    await page.goto(code.url);
    return await ended;
  } catch (error) {
    console.error(code.log());
    throw error;
  } finally {
    await browser.close();
    await code.stop();
    await workspace.remove();
  }
};

process.exitCode = await main();
