/** Serves the built page with the policy the extension gives it, and opens it in Chromium. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../tools/vscode/chromium';
import { ranksPage } from './ranks-page';
import { traceSource } from './trace-source';

const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/webview.js': ['dist/webview.js', 'text/javascript'],
  '/webview.css': ['dist/webview.css', 'text/css'],
  '/stub.js': ['out/webview/stub.js', 'text/javascript'],
};

const html = (nonce: string, styleNonce: string, origin: string): string => `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src ${origin} 'nonce-${styleNonce}'; font-src ${origin}; img-src ${origin};">
    <meta property="csp-nonce" content="${styleNonce}">
    <meta name="viewport" content="width=device-width, initial-scale=1.0">
    <title>Wattlens</title>
    <link rel="stylesheet" href="${origin}/webview.css">
  </head>
  <body>
    <div id="root"></div>
    <script type="application/json" id="ranks-page">${JSON.stringify(ranksPage()).replaceAll('<', String.raw`\u003c`)}</script>
    <script nonce="${nonce}" src="${origin}/stub.js"></script>
    <script nonce="${nonce}" src="${origin}/webview.js"></script>
  </body>
</html>`;

const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port.');
  return address.port;
};

export type Theme = 'dark' | 'light' | 'highContrast';
export interface Opening {
  readonly state?: string;
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly deviceScaleFactor?: number;
  /** The bytes of a trace for the timeline. */
  readonly trace?: Uint8Array;
  /** A sweep that only a cancel ends. */
  readonly longSweep?: boolean;
}

export interface TestPages {
  open(opening?: Opening): Promise<Page>;
  close(): Promise<void>;
}

/** Every page is closed, and checked to have had no error and no violation of its policy, by `close`. */
export const startPages = async (): Promise<TestPages> => {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const origin = `http://127.0.0.1:${portOf(server)}`;
    const file = FILES[pathname];
    if (file === undefined) {
      response.writeHead(pathname === '/' ? 200 : 204, { 'content-type': 'text/html' });
      response.end(pathname === '/' ? html(randomUUID(), randomUUID(), origin) : '');
      return;
    }
    readFile(join(process.cwd(), file[0])).then(
      (bytes) => response.writeHead(200, { 'content-type': file[1] }).end(bytes),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser: Browser = await launchChromium();
  const problems: string[] = [];
  const pages: Page[] = [];
  return {
    open: async ({
      state = 'model',
      theme = 'dark',
      width = 1100,
      height = 900,
      deviceScaleFactor = 1,
      longSweep = false,
      trace,
    } = {}) => {
      const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor });
      const page = await context.newPage();
      await page.exposeFunction('askTrace', traceSource(trace, state === 'bare'));
      pages.push(page);
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      await page.goto(
        `http://127.0.0.1:${portOf(server)}/?state=${state}&theme=${theme}${longSweep ? '&sweep=long' : ''}`,
      );
      await page.waitForFunction(() => document.querySelector('main')?.firstElementChild !== null);
      await settle(page);
      return page;
    },
    close: async () => {
      for (const page of pages) problems.push(...(await page.evaluate(() => window.stub.violations)));
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
      if (problems.length > 0) throw new Error(problems.join('\n'));
    },
  };
};

/** Two frames: what follows a change has been drawn. */
export const settle = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );

export const openTab = async (page: Page, title: string): Promise<void> => {
  await page.getByRole('tab', { name: title, exact: true }).click();
  await settle(page);
};
